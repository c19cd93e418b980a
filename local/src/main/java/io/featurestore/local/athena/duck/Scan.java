package io.featurestore.local.athena.duck;

import java.util.List;
import java.util.Set;

/// One reading of a table by a query. A query that names a table twice reads it twice. Columns are called `c0`,
/// `c1`, … by their position in the table; a field of a struct is called `c7.field`.
///
/// @param table the number of the table
/// @param columns the columns and fields that are read, with those of the conditions
/// @param conditions conditions in DuckDB's SQL, which each row that goes on fulfils; they name columns of this
///     table alone
public record Scan(int table, Set<String> columns, List<Condition> conditions) {
    /// Creates a scan with copies of the lists.
    public Scan {
        columns = Set.copyOf(columns);
        conditions = List.copyOf(conditions);
    }
}
