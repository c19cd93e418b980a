package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Type;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.NodeLocation;
import java.util.List;
import java.util.Map;

/// Holds a query in DuckDB's dialect.
///
/// @param sql the statement; a column without a name is called [#UNNAMED] followed by a number
/// @param tables the catalog tables that the query reads
/// @param hidden whether the query names a hidden column such as `$path`
/// @param places the first place of each name in the original query, by lower-case name
/// @param types the types of the columns of the result; empty if they are not known
public record Translation(
        String sql, List<Catalog.Table> tables, boolean hidden, Map<String, NodeLocation> places, List<Type> types) {
    /// The beginning of the name of a column that has no name in the query. Athena names such a column by its
    /// position in the result.
    public static final String UNNAMED = "\u0001";
}
