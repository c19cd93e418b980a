/// Prints the values of Parquet files as Athena prints them.
@NullMarked
package io.featurestore.records.parquet.read.values;

import org.jspecify.annotations.NullMarked;
