package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.FileFinder;
import io.featurestore.local.athena.files.Footers;
import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.TableFiles;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A table over Parquet files, as Trino's Hive connector reads it.
public final class HiveRelation implements Relation {
    private final Catalog.Table table;
    private final List<Catalog.Partition> partitions;
    private final FileFinder finder;
    private final Footers footers;
    private final Instant now;
    private final List<HiveType> types = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    /// Creates a table of a query.
    ///
    /// @param partitions the registered partitions
    /// @param hidden whether the query names hidden columns such as `$path`
    /// @param now the time of the query
    /// @throws QueryFailure if the catalog describes a table that is not served
    public HiveRelation(
            Catalog.Table table,
            List<Catalog.Partition> partitions,
            Buckets buckets,
            Footers footers,
            boolean hidden,
            Instant now)
            throws QueryFailure {
        this.table = table;
        this.partitions = List.copyOf(partitions);
        this.finder = new FileFinder(buckets, table);
        this.footers = footers;
        this.now = now;
        for (Catalog.Column column : table.columns()) {
            add(column);
        }
        for (Catalog.Column key : table.partitionKeys()) {
            add(key);
        }
        if (hidden) {
            columns.addAll(HiddenColumns.of(table));
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw QueryFailure.user(
                        "HIVE_INVALID_METADATA",
                        "Hive metadata for table " + table.name()
                                + " is invalid: Table descriptor contains duplicate columns");
            }
        }
    }

    private void add(Catalog.Column column) throws QueryFailure {
        HiveType type = HiveType.parse(column.type());
        types.add(type);
        columns.add(new Column(column.name(), type.duck()));
    }

    @Override
    public Catalog.Table table() {
        return table;
    }

    @Override
    public List<Column> columns() {
        return List.copyOf(columns);
    }

    /// Returns the type of a data column or partition key.
    HiveType type(int column) {
        return types.get(column);
    }

    Footers footers() {
        return footers;
    }

    /// Returns the number of the first partition key among the columns.
    int firstKey() {
        return table.columns().size();
    }

    @Override
    public Rows open(int number, List<Scan> scans, DuckSession session) throws QueryFailure, IOException {
        if (scans.isEmpty()) {
            return new HiveRows(this, session, new TableFiles(List.of(), List.of()), number);
        }
        List<Scan> different = List.copyOf(new LinkedHashSet<>(scans));
        TableFiles files = finder.find(partitions, key -> fixed(key, different), now);
        HiveRows rows = new HiveRows(this, session, files, number);
        List<BitSet> parts = new ArrayList<>();
        for (Scan scan : different) {
            parts.add(parts(scan, files.parts(), session));
        }
        for (TableFiles.DataFile file : files.files()) {
            List<Scan> readers = new ArrayList<>();
            for (int i = 0; i < different.size(); i++) {
                if (parts.get(i).get(file.part())) {
                    readers.add(different.get(i));
                }
            }
            if (!readers.isEmpty()) {
                rows.add(file, readers);
            }
        }
        return rows;
    }

    /// Returns the values that each scan fixes for a partition key; empty if one does not.
    private Optional<List<String>> fixed(String key, List<Scan> scans) {
        String column = "c" + columns.stream().map(Column::name).toList().indexOf(key);
        Set<String> values = new LinkedHashSet<>();
        for (Scan scan : scans) {
            Optional<Condition.Comparison> equality = scan.conditions().stream()
                    .flatMap(condition -> condition.comparisons().stream())
                    .filter(comparison -> comparison.column().equals(column)
                            && comparison.operator().equals("="))
                    .findFirst();
            if (equality.isEmpty()) {
                return Optional.empty();
            }
            equality.get().literals().forEach(literal -> values.add(literal.text()));
        }
        return Optional.of(List.copyOf(values));
    }

    /// Returns the numbers of the partitions that a scan reads, by its conditions on partition keys alone.
    private BitSet parts(Scan scan, List<TableFiles.Part> parts, DuckSession session) {
        BitSet kept = new BitSet();
        kept.set(0, parts.size());
        List<String> conditions = scan.conditions().stream()
                .filter(condition -> !condition.columns().isEmpty()
                        && condition.columns().stream().allMatch(this::isKey))
                .map(Condition::sql)
                .toList();
        if (conditions.isEmpty() || parts.isEmpty()) {
            return kept;
        }
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            rows.append(i == 0 ? "(" : ", (").append(i);
            parts.get(i).values().forEach(value -> rows.append(", ")
                    .append(value.map(Sql::literal).orElse("NULL")));
            rows.append(')');
        }
        List<String> raw = new ArrayList<>();
        List<String> typed = new ArrayList<>();
        for (int key = firstKey(); key < types.size(); key++) {
            raw.add("v" + key);
            typed.add("CAST(v" + key + " AS " + types.get(key).duck() + ") AS c" + key);
        }
        String sql = "SELECT i FROM (SELECT i, " + String.join(", ", typed) + " FROM (VALUES " + rows + ") AS v(i, "
                + String.join(", ", raw) + ")) WHERE "
                + conditions.stream().collect(Collectors.joining(") AND (", "(", ")"));
        BitSet found = new BitSet();
        try (Statement statement = session.statement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                found.set(result.getInt(1));
            }
        } catch (SQLException e) {
            // The condition cannot be computed for one of the values, which is the query's own error to report.
            return kept;
        }
        return found;
    }

    private boolean isKey(String column) {
        int number = Integer.parseInt(column.substring(1));
        return number >= firstKey() && number < types.size();
    }
}
