package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.glue.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;

/// Gathers the columns and rows of a table that exists in memory only.
final class Relation {
    /// A column.
    ///
    /// @param catalog the type in the data catalog's spelling
    /// @param duck DuckDB's type
    private record Column(String name, String catalog, String duck) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    Relation column(String name, String catalog, String duck) {
        columns.add(new Column(name, catalog, duck));
        return this;
    }

    Relation column(String name, Type type) {
        return column(name, IcebergTypes.catalog(type), IcebergTypes.duck(type));
    }

    /// Adds a row.
    ///
    /// @param literals one expression for each column
    void row(String... literals) {
        row(List.of(literals));
    }

    void row(List<String> literals) {
        if (literals.size() != columns.size()) {
            throw new IllegalArgumentException(literals.size() + " values for " + columns.size() + " columns");
        }
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < literals.size(); i++) {
            row.append(i == 0 ? "SELECT " : ", ")
                    .append("CAST(")
                    .append(literals.get(i))
                    .append(" AS ")
                    .append(columns.get(i).duck())
                    .append(") AS ")
                    .append(Sql.quote(columns.get(i).name()));
        }
        rows.add(row.toString());
    }

    List<Catalog.Column> columns() {
        return columns.stream()
                .map(column -> new Catalog.Column(column.name(), column.catalog()))
                .toList();
    }

    /// Returns the SELECT of all rows.
    String select() {
        if (!rows.isEmpty()) {
            return String.join(" UNION ALL ", rows);
        }
        List<String> nothing = new ArrayList<>();
        columns.forEach(column -> nothing.add("CAST(NULL AS " + column.duck() + ") AS " + Sql.quote(column.name())));
        return "SELECT " + String.join(", ", nothing) + " WHERE false";
    }
}
