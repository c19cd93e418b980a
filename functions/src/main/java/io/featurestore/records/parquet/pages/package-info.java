/// Buffers the values of one column and writes them as Parquet pages.
@NullMarked
package io.featurestore.records.parquet.pages;

import org.jspecify.annotations.NullMarked;
