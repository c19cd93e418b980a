package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.CatalogTypes;
import io.featurestore.local.athena.types.QueryAnalyzer;
import io.featurestore.local.athena.types.Type;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the tables that a query names in the data catalog.
final class TableNames implements QueryAnalyzer.TableColumns {
    private static final int HIVE_PRECISION = 3;
    private static final int ICEBERG_PRECISION = 6;

    /// The columns that a table has beside its own: trino.io/docs/current/connector/hive.html, "Special columns".
    private static final List<QueryAnalyzer.Column> HIDDEN = List.of(
            new QueryAnalyzer.Column("$path", Type.VARCHAR, true),
            new QueryAnalyzer.Column("$file_size", Type.BIGINT, true),
            new QueryAnalyzer.Column("$file_modified_time", Type.instant(HIVE_PRECISION), true),
            new QueryAnalyzer.Column("$partition", Type.VARCHAR, true));

    private final Catalog catalog;
    private final Optional<String> database;

    TableNames(Catalog catalog, Optional<String> database) {
        this.catalog = catalog;
        this.database = database;
    }

    /// Returns the table that a query names.
    Catalog.Table find(Table table) throws QueryFailure {
        List<String> parts = table.getName().getParts();
        String name = parts.getLast();
        if (parts.size() > 3
                || table.getQueryPeriod().isPresent()
                || table.getBranch().isPresent()) {
            throw QueryFailure.at("NOT_SUPPORTED", table, "this table reference is not served");
        }
        if (parts.size() == 3 && !parts.getFirst().equalsIgnoreCase(QueryPrinter.CATALOG)) {
            throw QueryFailure.at("CATALOG_NOT_FOUND", table, "Catalog '" + parts.getFirst() + "' does not exist");
        }
        String schema = parts.size() > 1
                ? parts.get(parts.size() - 2)
                : database.orElseThrow(() -> QueryFailure.at(
                        "MISSING_SCHEMA_NAME", table, "Schema must be specified when session schema is not set"));
        return catalog.table(schema, name)
                .orElseThrow(() -> QueryFailure.at(
                        "TABLE_NOT_FOUND",
                        table,
                        "Table '" + QueryPrinter.CATALOG + "." + schema.toLowerCase(Locale.ROOT) + "."
                                + name.toLowerCase(Locale.ROOT) + "' does not exist"));
    }

    @Override
    public Optional<List<QueryAnalyzer.Column>> of(Table table) {
        try {
            Catalog.Table found = find(table);
            int precision = found.iceberg() ? ICEBERG_PRECISION : HIVE_PRECISION;
            List<QueryAnalyzer.Column> columns = new ArrayList<>();
            for (List<Catalog.Column> part : List.of(found.columns(), found.partitionKeys())) {
                for (Catalog.Column column : part) {
                    Type type = CatalogTypes.of(column.type(), precision);
                    columns.add(new QueryAnalyzer.Column(column.name(), type, false));
                }
            }
            columns.addAll(HIDDEN);
            return Optional.of(columns);
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }
}
