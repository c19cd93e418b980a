/// Translates queries in Athena's dialect of SQL, which is Trino's, to DuckDB's dialect.
@NullMarked
package io.featurestore.local.athena.sql;

import org.jspecify.annotations.NullMarked;
