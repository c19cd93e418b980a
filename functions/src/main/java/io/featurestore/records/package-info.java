/// The data model of records: column types, fields, formats, and the interface that every record writer
/// implements. It depends on no other package of this project.
@NullMarked
package io.featurestore.records;

import org.jspecify.annotations.NullMarked;
