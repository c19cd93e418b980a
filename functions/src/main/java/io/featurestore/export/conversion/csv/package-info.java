/** CSV as Athena writes it: a strict reader, and a writer of the same quoting. */
@NullMarked
package io.featurestore.export.conversion.csv;

import org.jspecify.annotations.NullMarked;
