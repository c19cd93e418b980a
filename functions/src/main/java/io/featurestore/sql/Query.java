package io.featurestore.sql;

import java.util.List;

import io.featurestore.records.OutputColumn;

/**
 * The one SQL statement of an export.
 *
 * @param sql the statement
 * @param columns what it selects, in order. Expressions have the type {@code unknown} until the result is there
 */
public record Query(String sql, List<OutputColumn> columns) {
    /** Copies the columns. */
    public Query {
        columns = List.copyOf(columns);
    }
}
