package io.featurestore.local.athena.sql;

import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the names of hidden columns, which `SELECT *` leaves out: trino.io/docs/current/connector/hive.html,
/// "Special columns".
final class HiddenNames {
    private static final Set<String> NAMES = Set.of("$path", "$file_size", "$file_modified_time", "$partition");

    private HiddenNames() {}

    /// Returns the hidden columns of a table. A metadata table of Iceberg, such as `customers$snapshots`, has none.
    static List<Catalog.Column> of(Catalog.Table table) {
        List<Catalog.Column> columns = new ArrayList<>();
        if (table.name().contains("$")) {
            return columns;
        }
        columns.add(new Catalog.Column("$path", "string"));
        columns.add(new Catalog.Column("$file_modified_time", "timestamptz"));
        if (!table.iceberg()) {
            columns.add(new Catalog.Column("$file_size", "bigint"));
        }
        if (table.iceberg() || !table.partitionKeys().isEmpty()) {
            columns.add(new Catalog.Column("$partition", "string"));
        }
        return columns;
    }

    /// Returns whether a query names a hidden column.
    static boolean in(Node node) {
        if (node instanceof Identifier name && NAMES.contains(name.getValue().toLowerCase(Locale.ROOT))) {
            return true;
        }
        return node.getChildren().stream().anyMatch(HiddenNames::in);
    }
}
