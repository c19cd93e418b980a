/// Writes Parquet files.
@NullMarked
package io.featurestore.records.parquet;

import org.jspecify.annotations.NullMarked;
