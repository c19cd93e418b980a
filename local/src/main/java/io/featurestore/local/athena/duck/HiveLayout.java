package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.ParquetNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tells how the files with one schema are read as a table. Columns are found by name, in any case, and may be in
/// any order; a column that the files lack is NULL.
final class HiveLayout {
    private final List<Optional<ParquetNode>> nodes = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();
    private final Map<Integer, QueryFailure> failures = new HashMap<>();
    private final List<List<String>> leaves = new ArrayList<>();

    /// Creates a layout.
    ///
    /// @param names the names of the table's data columns
    /// @param types their types
    /// @param schema the columns of the files
    HiveLayout(List<String> names, List<HiveType> types, List<ParquetNode> schema) {
        Map<String, ParquetNode> byName = new HashMap<>();
        for (ParquetNode node : schema) {
            byName.putIfAbsent(node.name().toLowerCase(Locale.ROOT), node);
            collect(node);
        }
        for (int i = 0; i < names.size(); i++) {
            Optional<ParquetNode> node = Optional.ofNullable(byName.get(names.get(i)));
            nodes.add(node);
            expressions.add(expression(i, types.get(i), node));
        }
    }

    private void collect(ParquetNode node) {
        if (node.physical().isPresent()) {
            leaves.add(node.path());
        }
        node.children().forEach(this::collect);
    }

    private String expression(int column, HiveType type, Optional<ParquetNode> node) {
        if (node.isEmpty()) {
            return "CAST(NULL AS " + type.duck() + ")";
        }
        try {
            return ParquetCast.of(type, node.get(), Sql.quote(node.get().name()));
        } catch (QueryFailure e) {
            failures.put(column, e);
            return "CAST(error(" + Sql.literal(e.reason()) + ") AS " + type.duck() + ")";
        }
    }

    /// Returns an expression for each data column, in order.
    List<String> expressions() {
        return expressions;
    }

    /// Returns the column of the files for a data column.
    Optional<ParquetNode> node(int column) {
        return nodes.get(column);
    }

    /// Returns why a data column cannot be read from the files.
    Optional<QueryFailure> failure(int column) {
        return Optional.ofNullable(failures.get(column));
    }

    /// Returns the positions of the column chunks of a column or field, such as `c7` or `c7.field`.
    List<Integer> chunks(String column) {
        String[] path = column.substring(1).split("\\.");
        int number = Integer.parseInt(path[0]);
        List<Integer> found = new ArrayList<>();
        if (number >= nodes.size() || nodes.get(number).isEmpty()) {
            return found;
        }
        path[0] = nodes.get(number).get().name();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            if (begins(leaves.get(leaf), path)) {
                found.add(leaf);
            }
        }
        return found;
    }

    private static boolean begins(List<String> leaf, String[] path) {
        if (leaf.size() < path.length) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            if (!leaf.get(i).equalsIgnoreCase(path[i])) {
                return false;
            }
        }
        return true;
    }
}
