package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.glue.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;

/// Gathers the columns and rows of a table that exists in memory only.
final class MemoryTable {
    /// A column.
    ///
    /// @param catalog the type in the data catalog's spelling
    /// @param duck DuckDB's type
    private record Column(String name, String catalog, String duck) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    MemoryTable column(String name, String catalog, String duck) {
        columns.add(new Column(name, catalog, duck));
        return this;
    }

    MemoryTable column(String name, Type type) {
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
                    .append(") AS c")
                    .append(i);
        }
        rows.add(row.toString());
    }

    List<Catalog.Column> columns() {
        return columns.stream()
                .map(column -> new Catalog.Column(column.name(), column.catalog()))
                .toList();
    }

    /// Returns the columns with DuckDB's types.
    List<Relation.Column> planned() {
        return columns.stream()
                .map(column -> new Relation.Column(column.name(), column.duck()))
                .toList();
    }

    /// Returns the SELECT of all rows, whose columns are called by their positions.
    String select() {
        return rows.isEmpty() ? nothing(planned()) : String.join(" UNION ALL ", rows);
    }

    /// Returns a SELECT of no rows.
    static String nothing(List<Relation.Column> columns) {
        List<String> values = new ArrayList<>();
        for (Relation.Column column : columns) {
            values.add("CAST(NULL AS " + column.type() + ") AS c" + values.size());
        }
        return "SELECT " + String.join(", ", values) + " WHERE false";
    }
}
