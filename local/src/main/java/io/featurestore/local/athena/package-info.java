/** Athena, on DuckDB over the catalog's tables. */
@NullMarked
package io.featurestore.local.athena;

import org.jspecify.annotations.NullMarked;
