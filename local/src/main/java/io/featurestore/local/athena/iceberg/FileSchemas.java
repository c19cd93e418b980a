package io.featurestore.local.athena.iceberg;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the schemas of Parquet files.
final class FileSchemas {
    private FileSchemas() {}

    /// A column of a file, or a part of a nested one.
    ///
    /// @param id the field id, if the file has ids
    record Node(String name, Optional<Integer> id, List<Node> children) {
        Optional<Node> child(Collection<String> names) {
            return children.stream()
                    .filter(child -> names.contains(child.name()))
                    .findFirst();
        }

        /// Returns the only child: the repeated group of a list or a map, or the element of that group.
        Node repeated() {
            return children.getFirst();
        }
    }

    /// A node whose children are still to come.
    private record Open(Node node, int wanted) {
        boolean isComplete() {
            return node.children().size() == wanted;
        }
    }

    /// Returns the root of each file's schema, by the path of the file.
    ///
    /// @param files the list of paths in DuckDB's dialect
    static Map<String, Node> read(Connection duck, String files) throws SQLException {
        Map<String, Node> roots = new HashMap<>();
        Map<String, Deque<Open>> open = new HashMap<>();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT file_name, name, field_id, coalesce(num_children, 0) FROM parquet_schema(" + files
                                + ")")) {
            while (rows.next()) {
                int id = rows.getInt(3);
                Optional<Integer> known = rows.wasNull() ? Optional.empty() : Optional.of(id);
                Node node = new Node(rows.getString(2), known, new ArrayList<>());
                // The nodes of a file come in depth-first order.
                Deque<Open> parents = open.computeIfAbsent(rows.getString(1), file -> new ArrayDeque<>());
                while (!parents.isEmpty() && parents.element().isComplete()) {
                    parents.pop();
                }
                if (parents.isEmpty()) {
                    roots.put(rows.getString(1), node);
                } else {
                    parents.element().node().children().add(node);
                }
                parents.push(new Open(node, rows.getInt(4)));
            }
        }
        return roots;
    }
}
