package io.featurestore.sql;

import io.featurestore.records.OutputColumn;
import java.util.List;
import java.util.Optional;

/// Holds the SQL statement of an export.
///
/// @param sql the statement
/// @param columns the selected columns, in order. Expressions have the type `unknown` until the query has a
///     result
/// @param counting the statement that counts rows for the warnings, see [io.featurestore.sql.history.CountSql];
///     empty if there is nothing to count
public record Query(String sql, List<OutputColumn> columns, Optional<String> counting) {
    /// Makes the list immutable.
    public Query {
        columns = List.copyOf(columns);
    }

    /// Returns this query with other names or types of its columns.
    public Query with(List<OutputColumn> others) {
        return new Query(sql, others, counting);
    }
}
