/// Writes Parquet files as Trino writes them: the result of a query goes from DuckDB's plain file to files
/// with Trino's types, pages and codecs.
@NullMarked
package io.featurestore.local.athena.parquet;

import org.jspecify.annotations.NullMarked;
