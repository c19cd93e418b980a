package io.featurestore.local.athena.sql;

import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Node;
import java.util.Locale;
import java.util.Set;

/// Finds the names of hidden columns, which `SELECT *` leaves out: trino.io/docs/current/connector/hive.html,
/// "Special columns".
final class HiddenNames {
    private static final Set<String> NAMES = Set.of("$path", "$file_size", "$file_modified_time", "$partition");

    private HiddenNames() {}

    /// Returns whether a query names a hidden column.
    static boolean in(Node node) {
        if (node instanceof Identifier name && NAMES.contains(name.getValue().toLowerCase(Locale.ROOT))) {
            return true;
        }
        return node.getChildren().stream().anyMatch(HiddenNames::in);
    }
}
