/** What the texts of values in a query result mean: strict readers of bytes, one for each kind of type. */
@NullMarked
package io.featurestore.export.conversion.values;

import org.jspecify.annotations.NullMarked;
