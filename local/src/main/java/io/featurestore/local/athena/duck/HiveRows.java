package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.ParquetFooter;
import io.featurestore.local.athena.files.ParquetNode;
import io.featurestore.local.athena.files.TableFiles;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a table that a query reads.
final class HiveRows implements Relation.Rows {
    private final HiveRelation relation;
    private final DuckSession session;
    private final List<TableFiles.Part> parts;
    private final LinkFolder folder;
    private final List<String> names;
    private final List<HiveType> types = new ArrayList<>();
    private final Map<List<ParquetNode>, HiveLayout> layouts = new HashMap<>();
    private final Map<List<String>, List<String>> links = new LinkedHashMap<>();
    private final Map<String, TableFiles.DataFile> files = new LinkedHashMap<>();
    private final Map<Scan, List<ScanMeter.Unit>> units = new HashMap<>();
    private boolean hidden;

    HiveRows(HiveRelation relation, DuckSession session, TableFiles files, int number) throws IOException {
        this.relation = relation;
        this.session = session;
        this.parts = files.parts();
        this.folder = new LinkFolder(session.folder().resolve("t" + number), files.parts());
        this.names =
                relation.columns().stream().map(Relation.Column::name).toList().subList(0, relation.firstKey());
        for (int i = 0; i < relation.firstKey(); i++) {
            types.add(relation.type(i));
        }
    }

    /// Adds a file.
    ///
    /// @param readers the scans that read it
    /// @throws QueryFailure if it is no Parquet file, or a column that is read does not fit the table
    void add(TableFiles.DataFile file, List<Scan> readers) throws IOException, QueryFailure {
        ParquetFooter footer = relation.footers().read(file);
        HiveLayout layout = layouts.computeIfAbsent(footer.columns(), schema -> new HiveLayout(names, types, schema));
        String link = folder.link(file);
        links.computeIfAbsent(layout.expressions(), _ -> new ArrayList<>()).add(link);
        files.put(link, file);
        for (Scan scan : readers) {
            List<ScanMeter.Unit> read = read(scan, link, layout, footer);
            if (!read.isEmpty()) {
                refuseUnreadable(scan, layout);
            }
            units.computeIfAbsent(scan, _ -> new ArrayList<>()).addAll(read);
            hidden |= scan.columns().stream().anyMatch(column -> number(column) >= relation.firstKey() + keys());
        }
    }

    private static int number(String column) {
        return Integer.parseInt(column.substring(1).split("\\.", 2)[0]);
    }

    private int keys() {
        return relation.table().partitionKeys().size();
    }

    private void refuseUnreadable(Scan scan, HiveLayout layout) throws QueryFailure {
        for (String column : scan.columns()) {
            Optional<QueryFailure> failure = layout.failure(number(column));
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    /// Returns the row groups that are left after their statistics were compared with the conditions.
    private List<ScanMeter.Unit> read(Scan scan, String link, HiveLayout layout, ParquetFooter footer) {
        List<ScanMeter.Unit> read = new ArrayList<>();
        Set<Integer> all = chunks(layout, scan.columns());
        Set<String> named = new LinkedHashSet<>();
        scan.conditions().forEach(condition -> named.addAll(condition.columns()));
        Set<Integer> filtering = chunks(layout, named);
        filtering.retainAll(all);
        long first = 0;
        for (ParquetFooter.RowGroup group : footer.groups()) {
            if (group.rows() > 0 && mayMatch(scan, layout, group)) {
                read.add(new ScanMeter.Unit(link, first, group.rows(), bytes(group, all), bytes(group, filtering)));
            }
            first += group.rows();
        }
        return read;
    }

    private static Set<Integer> chunks(HiveLayout layout, Set<String> columns) {
        Set<Integer> chunks = new LinkedHashSet<>();
        columns.forEach(column -> chunks.addAll(layout.chunks(column)));
        return chunks;
    }

    private static long bytes(ParquetFooter.RowGroup group, Set<Integer> chunks) {
        return chunks.stream()
                .mapToLong(chunk -> group.chunks().get(chunk).bytes())
                .sum();
    }

    private boolean mayMatch(Scan scan, HiveLayout layout, ParquetFooter.RowGroup group) {
        for (Condition condition : scan.conditions()) {
            for (Condition.Comparison comparison : condition.comparisons()) {
                int column = number(comparison.column());
                if (column >= relation.firstKey() || !(relation.type(column) instanceof HiveType.Scalar type)) {
                    continue;
                }
                Optional<ParquetNode> node = layout.node(column);
                if (node.isEmpty()) {
                    // The column is NULL in the whole file, and no comparison with NULL holds.
                    return false;
                }
                List<Integer> chunks = layout.chunks(comparison.column());
                if (chunks.size() == 1
                        && !MinMax.mayHold(comparison, group.chunks().get(chunks.getFirst()), node.get(), type)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public String sql() {
        return sql(files.keySet(), false);
    }

    /// Returns a SELECT of the columns of some files.
    ///
    /// @param wanted the paths of their links
    /// @param withPlace whether the link and the position of a row are columns, too
    String sql(Set<String> wanted, boolean withPlace) {
        List<String> selects = new ArrayList<>();
        links.forEach((expressions, group) -> {
            List<String> chosen = wanted.size() == files.size()
                    ? group
                    : group.stream().filter(wanted::contains).toList();
            if (!chosen.isEmpty()) {
                selects.add(select(expressions, chosen, withPlace));
            }
        });
        return selects.isEmpty() ? empty() : String.join(" UNION ALL ", selects);
    }

    private String select(List<String> expressions, List<String> chosen, boolean withPlace) {
        List<String> items = new ArrayList<>(expressions);
        for (int key = 0; key < keys(); key++) {
            HiveType type = relation.type(relation.firstKey() + key);
            items.add("CAST(" + folder.value(key) + " AS " + type.duck() + ")");
        }
        for (int i = items.size(); i < relation.columns().size(); i++) {
            items.add(
                    hidden
                            ? "h." + Sql.quote(relation.columns().get(i).name())
                            : "CAST(NULL AS " + relation.columns().get(i).type() + ")");
        }
        StringBuilder select = new StringBuilder("SELECT ");
        for (int i = 0; i < items.size(); i++) {
            select.append(i == 0 ? "" : ", ")
                    .append(items.get(i))
                    .append(" AS c")
                    .append(i);
        }
        if (withPlace) {
            select.append(", ").append(LinkFolder.FILE).append(" AS f, file_row_number AS r");
        }
        select.append(" FROM ").append(folder.reader(chosen, withPlace || hidden));
        if (hidden) {
            select.append(" AS d JOIN (")
                    .append(hiddenRows())
                    .append(") AS h USING (")
                    .append(LinkFolder.FILE)
                    .append(')');
        }
        return select.toString();
    }

    private String hiddenRows() {
        try {
            return HiddenColumns.rows(files, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String empty() {
        List<Relation.Column> columns = relation.columns();
        StringBuilder select = new StringBuilder("SELECT ");
        for (int i = 0; i < columns.size(); i++) {
            select.append(i == 0 ? "" : ", ")
                    .append("CAST(NULL AS ")
                    .append(columns.get(i).type())
                    .append(") AS c")
                    .append(i);
        }
        return select.append(" WHERE false").toString();
    }

    @Override
    public Relation.Scanned measure(Scan scan) {
        List<ScanMeter.Unit> read = units.getOrDefault(scan, List.of());
        List<String> conditions = scan.conditions().stream()
                .filter(condition ->
                        condition.columns().stream().allMatch(column -> number(column) < relation.firstKey() + keys()))
                .map(Condition::sql)
                .toList();
        Set<String> wanted = read.stream()
                .filter(ScanMeter.Unit::isLazy)
                .map(ScanMeter.Unit::link)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return ScanMeter.measure(session, read, conditions, wanted.isEmpty() ? "" : sql(wanted, true));
    }
}
