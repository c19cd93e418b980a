/** Records as Apache Parquet: typed columns, row groups of bounded size, statistics and page index. */
@NullMarked
package io.featurestore.export.conversion.parquet;

import org.jspecify.annotations.NullMarked;
