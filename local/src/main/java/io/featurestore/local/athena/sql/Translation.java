package io.featurestore.local.athena.sql;

import java.util.List;
import java.util.Map;

import io.trino.sql.tree.NodeLocation;

import io.featurestore.local.glue.Catalog;

/**
 * A query in DuckDB's dialect.
 *
 * @param sql the statement; a column without a name is called {@link #UNNAMED} and something
 * @param tables the catalog's tables it reads
 * @param places where each name stands first in the original, by lower-case name
 * @param comparisons what the query compares, by how that was printed; none unless for a check of the types
 */
public record Translation(String sql, List<Catalog.Table> tables, Map<String, NodeLocation> places,
        Map<String, ExpressionPrinter.Comparison> comparisons) {
    /** Begins the name of a column the query gives none: Athena calls it by its position in the result. */
    public static final String UNNAMED = "\u0001";
}
