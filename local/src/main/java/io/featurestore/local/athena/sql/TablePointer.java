package io.featurestore.local.athena.sql;

import io.trino.sql.tree.NodeLocation;
import java.util.Optional;

/// Describes the state of a table that a query asks for by `FOR VERSION AS OF` or `FOR TIMESTAMP AS OF`.
///
/// @param timestamp whether the state is named by a time; otherwise it is named by a snapshot id or a reference
/// @param value the expression in DuckDB's dialect
/// @param length the length of the value if it is a text literal
/// @param place the place of the FOR clause in the query
/// @param valuePlace the place of the value in the query
public record TablePointer(
        boolean timestamp,
        String value,
        Optional<Integer> length,
        Optional<NodeLocation> place,
        Optional<NodeLocation> valuePlace) {}
