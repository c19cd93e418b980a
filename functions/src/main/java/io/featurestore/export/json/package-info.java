/** JSON as every boundary of the export reads and writes it. */
@NullMarked
package io.featurestore.export.json;

import org.jspecify.annotations.NullMarked;
