/** Expectations on the records: whether they fit the columns, their check record by record, and what broke them. */
@NullMarked
package io.featurestore.export.expect;

import org.jspecify.annotations.NullMarked;
