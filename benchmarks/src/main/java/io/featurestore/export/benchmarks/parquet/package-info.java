/// Measures the conversion of a Parquet file to csv and json, next to DuckDB and Polars.
@NullMarked
package io.featurestore.export.benchmarks.parquet;

import org.jspecify.annotations.NullMarked;
