package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Analysis;
import io.featurestore.local.athena.types.CatalogTypes;
import io.featurestore.local.athena.types.QueryAnalyzer;
import io.featurestore.local.athena.types.Type;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.QueryUtil;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QueryPeriod;
import io.trino.sql.tree.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the tables that a query names in the data catalog.
final class TableNames implements QueryAnalyzer.TableColumns {
    private static final int HIVE_PRECISION = 3;
    private static final int ICEBERG_PRECISION = 6;

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
        if (parts.size() > 3 || table.getBranch().isPresent()) {
            throw QueryFailure.at("NOT_SUPPORTED", table, "this table reference is not served");
        }
        if (parts.size() == 3 && !parts.getFirst().equalsIgnoreCase(QueryPrinter.CATALOG)) {
            throw QueryFailure.at("CATALOG_NOT_FOUND", table, "Catalog '" + parts.getFirst() + "' does not exist");
        }
        String schema = parts.size() > 1
                ? parts.get(parts.size() - 2)
                : database.orElseThrow(() -> QueryFailure.at(
                        "MISSING_SCHEMA_NAME", table, "Schema must be specified when session schema is not set"));
        Catalog.Table found = catalog.table(schema, name)
                .orElseThrow(() -> QueryFailure.at(
                        "TABLE_NOT_FOUND",
                        table,
                        "Table '" + QueryPrinter.CATALOG + "." + shown(schema) + "." + shown(name)
                                + "' does not exist"));
        return table.getQueryPeriod().isPresent()
                ? at(found, table.getQueryPeriod().get())
                : found;
    }

    /// Returns a name as Trino shows it: in lower case, in quotes if it needs them.
    private static String shown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.matches("[a-z_][a-z0-9_]*") ? lower : Sql.quote(lower);
    }

    private Catalog.Table at(Catalog.Table table, QueryPeriod period) throws QueryFailure {
        Expression value = period.getEnd()
                .filter(end -> period.getStart().isEmpty())
                .orElseThrow(() -> QueryFailure.at("NOT_SUPPORTED", period, "this FOR clause is not served"));
        if (!(catalog instanceof VersionedCatalog versions)) {
            throw QueryFailure.user("NOT_SUPPORTED", "This connector does not support versioned tables");
        }
        // The value is a query of its own, which can name no column of this one.
        Query select = QueryUtil.simpleQuery(QueryUtil.selectList(value));
        Analysis analysis = QueryAnalyzer.analyze(select, this);
        String type = analysis.outputs().isEmpty()
                ? ""
                : analysis.outputs().getFirst().type().display();
        return versions.at(
                table,
                new VersionedCatalog.Pointer(
                        period.getRangeType() == QueryPeriod.RangeType.TIMESTAMP,
                        new QueryPrinter(this, analysis).translate(select).sql(),
                        type,
                        period.getLocation()));
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
            for (Catalog.Column column : HiddenNames.of(found)) {
                Type type = CatalogTypes.of(column.type(), HIVE_PRECISION);
                columns.add(new QueryAnalyzer.Column(column.name(), type, true));
            }
            return Optional.of(columns);
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
    }
}
