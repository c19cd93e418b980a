/** The data model of records: column types, fields, formats, and the interface that every record writer implements. Stands on nothing of this project. */
@NullMarked
package io.featurestore.records;

import org.jspecify.annotations.NullMarked;
