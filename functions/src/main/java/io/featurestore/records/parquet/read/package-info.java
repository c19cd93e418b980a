/// Reads row groups of Parquet files as records of text, with the text that Athena prints in its CSV.
@NullMarked
package io.featurestore.records.parquet.read;

import org.jspecify.annotations.NullMarked;
