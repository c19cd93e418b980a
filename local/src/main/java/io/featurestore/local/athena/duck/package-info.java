/// Runs translated queries on DuckDB over the files of tables.
@NullMarked
package io.featurestore.local.athena.duck;

import org.jspecify.annotations.NullMarked;
