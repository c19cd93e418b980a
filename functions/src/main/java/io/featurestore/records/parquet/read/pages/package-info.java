/// Reads the footer of a Parquet file and the pages of its column chunks, one page at a time.
@NullMarked
package io.featurestore.records.parquet.read.pages;

import org.jspecify.annotations.NullMarked;
