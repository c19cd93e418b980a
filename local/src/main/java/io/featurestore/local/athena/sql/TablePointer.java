package io.featurestore.local.athena.sql;

import io.trino.sql.tree.NodeLocation;
import java.util.Optional;

/// Describes the state of a table that a query asks for by `FOR VERSION AS OF` or `FOR TIMESTAMP AS OF`.
///
/// @param timestamp whether the state is named by a time; otherwise it is named by a snapshot id or a reference
/// @param sql a SELECT of the value in DuckDB's dialect
/// @param type the type of the value as Trino shows it
/// @param place the place of the FOR clause in the query
public record TablePointer(boolean timestamp, String sql, String type, Optional<NodeLocation> place) {}
