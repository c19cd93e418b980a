/// Reads Iceberg tables for the embedded Athena: Iceberg's library plans which files a state of a table has, DuckDB
/// reads them.
@NullMarked
package io.featurestore.local.athena.iceberg;

import org.jspecify.annotations.NullMarked;
