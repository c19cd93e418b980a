/// Runs translated queries on DuckDB over a table's Parquet files.
@NullMarked
package io.featurestore.local.athena.duck;

import org.jspecify.annotations.NullMarked;
