package io.featurestore.sql;

import io.featurestore.records.OutputColumn;
import java.util.List;

/// Holds the SQL statement of an export.
///
/// @param sql the statement
/// @param columns the selected columns, in order. Expressions have the type `unknown` until the query has a
///     result
public record Query(String sql, List<OutputColumn> columns) {
    /// Makes the list immutable.
    public Query {
        columns = List.copyOf(columns);
    }
}
