/** What an export would read, write and cost, from the footers of the table's files; no value of a record is read. */
@NullMarked
package io.featurestore.export.estimate;

import org.jspecify.annotations.NullMarked;
