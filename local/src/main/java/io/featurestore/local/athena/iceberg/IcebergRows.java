package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.duck.Scan;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/// The rows of an Iceberg table that a query reads. DuckDB reads the data files; a temporary table holds the positions
/// of the deleted rows.
final class IcebergRows implements Relation.Rows {
    private final IcebergRelation relation;
    private final DuckFiles files;
    private final Connection duck;
    private final Map<Scan, PlannedFiles> planned;
    private final String name;
    private final Optional<NamedFiles> named;
    private String sql = "";

    /// Prepares the rows.
    ///
    /// @param planned the files of each scan
    /// @param number the number of the table in the query, for the names of temporary tables
    IcebergRows(
            IcebergRelation relation, DuckFiles files, Connection duck, Map<Scan, PlannedFiles> planned, int number) {
        this.relation = relation;
        this.files = files;
        this.duck = duck;
        this.planned = planned;
        this.name = "iceberg" + number;
        this.named = NamedFiles.of(relation.iceberg(), files);
    }

    /// Creates the temporary tables.
    ///
    /// @param all the files of all scans
    void open(PlannedFiles all) throws SQLException, QueryFailure, IOException {
        if (all.isEmpty()) {
            sql = MemoryTable.nothing(relation.columns());
            return;
        }
        Schema schema = relation.schema();
        DataSources sources = new DataSources(duck, files, named);
        List<String> parts = new ArrayList<>();
        for (String source : sources.of(all.whole(), schema.columns(), "f", relation.isHidden())) {
            parts.add("SELECT " + fields() + " FROM " + source);
        }
        if (!all.deleted().isEmpty()) {
            String positions = name + "_deleted";
            new DeletedRows(duck, relation.iceberg(), schema, files, positions).fill(all, sources);
            for (String source : sources.of(all.deleted(), schema.columns(), "f", true)) {
                // NOT IN builds its hash table of the deleted positions; an anti join would build it of the data.
                parts.add("SELECT " + fields() + " FROM " + source + " d WHERE (d." + DuckFiles.FILE + ", d."
                        + DuckFiles.POSITION + ") NOT IN (SELECT path, pos FROM " + positions + ")");
            }
        }
        List<String> columns = new ArrayList<>();
        for (Types.NestedField field : schema.columns()) {
            columns.add("f" + field.fieldId() + " AS c" + columns.size());
        }
        String rows = "(" + String.join(" UNION ALL ", parts) + ") r";
        if (relation.isHidden()) {
            describeFiles(all);
            for (String column : List.of(IcebergRelation.PATH, IcebergRelation.PARTITION, IcebergRelation.MODIFIED)) {
                columns.add("h." + Sql.quote(column) + " AS c" + columns.size());
            }
            rows += " JOIN " + name + "_files h ON h.file = r." + DuckFiles.FILE;
        }
        sql = "SELECT " + String.join(", ", columns) + " FROM " + rows;
    }

    private String fields() {
        String fields = relation.schema().columns().stream()
                .map(field -> "f" + field.fieldId())
                .collect(Collectors.joining(", "));
        return relation.isHidden() ? fields + ", " + DuckFiles.FILE : fields;
    }

    /// Creates a table with the hidden columns of each file.
    private void describeFiles(PlannedFiles all) throws SQLException, QueryFailure, IOException {
        List<String> rows = new ArrayList<>();
        for (List<DataFile> some : List.of(all.whole(), all.deleted())) {
            for (DataFile file : some) {
                String path = files.path(file);
                long millis = Files.getLastModifiedTime(Path.of(path)).toMillis();
                rows.add("(" + Sql.literal(path) + ", " + Sql.literal(file.location()) + ", "
                        + Sql.literal(partition(file)) + ", make_timestamp(" + millis * 1000 + "))");
            }
        }
        try (Statement statement = duck.createStatement()) {
            statement.execute("CREATE TEMP TABLE " + name + "_files AS SELECT file, location AS "
                    + Sql.quote(IcebergRelation.PATH) + ", part AS " + Sql.quote(IcebergRelation.PARTITION)
                    + ", CAST(modified AS TIMESTAMP WITH TIME ZONE) AS " + Sql.quote(IcebergRelation.MODIFIED)
                    + " FROM (VALUES " + String.join(", ", rows) + ") t(file, location, part, modified)");
        }
    }

    private String partition(DataFile file) {
        PartitionSpec spec = Objects.requireNonNull(relation.iceberg().specs().get(file.specId()));
        return spec.isUnpartitioned() ? "" : spec.partitionToPath(file.partition());
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public Relation.Scanned measure(Scan scan) throws SQLException, QueryFailure {
        PlannedFiles plan = Objects.requireNonNull(planned.get(scan));
        Set<Integer> fields = ids(scan.columns());
        Set<Integer> filtering = new TreeSet<>();
        scan.conditions().forEach(condition -> filtering.addAll(ids(condition.columns())));
        filtering.retainAll(fields);
        boolean lazy = !filtering.isEmpty() && filtering.size() < fields.size() && !plan.isEmpty();
        Optional<Set<String>> matched = lazy ? withMatch(scan, plan) : Optional.empty();
        Set<String> unneeded = new HashSet<>();
        if (matched.isPresent()) {
            for (List<DataFile> some : List.of(plan.whole(), plan.deleted())) {
                for (DataFile file : some) {
                    if (!matched.get().contains(files.path(file))) {
                        unneeded.add(file.location());
                    }
                }
            }
        }
        return new ScanSizes(duck, relation.schema(), files, named)
                .of(plan, fields, filtering, file -> !unneeded.contains(file.location()));
    }

    private Set<Integer> ids(Set<String> columns) {
        Set<Integer> ids = new TreeSet<>();
        columns.forEach(
                column -> relation.field(column).map(Types.NestedField::fieldId).ifPresent(ids::add));
        return ids;
    }

    /// Returns the paths of the files with a row that fulfils the conditions of a scan; empty if they cannot be
    /// computed. Deleted rows count too, so that the figure stays an upper bound.
    private Optional<Set<String>> withMatch(Scan scan, PlannedFiles plan) throws QueryFailure {
        List<Types.NestedField> columns = relation.schema().columns();
        String names = IntStream.range(0, columns.size())
                .mapToObj(i -> "f" + columns.get(i).fieldId() + " AS c" + i)
                .collect(Collectors.joining(", "));
        Set<String> paths = new HashSet<>();
        try (Statement statement = duck.createStatement()) {
            List<String> parts = new ArrayList<>();
            DataSources sources = new DataSources(duck, files, named);
            for (List<DataFile> some : List.of(plan.whole(), plan.deleted())) {
                if (!some.isEmpty()) {
                    for (String source : sources.of(some, columns, "f", true)) {
                        parts.add("SELECT " + names + ", " + DuckFiles.FILE + " FROM " + source);
                    }
                }
            }
            String conditions = scan.conditions().stream()
                    .map(condition -> "(" + condition.sql() + ")")
                    .collect(Collectors.joining(" AND "));
            try (ResultSet result = statement.executeQuery("SELECT DISTINCT " + DuckFiles.FILE + " FROM ("
                    + String.join(" UNION ALL ", parts) + ") WHERE " + conditions)) {
                while (result.next()) {
                    paths.add(result.getString(1));
                }
            }
            return Optional.of(paths);
        } catch (SQLException e) {
            // A value that a condition cannot be computed for fails the query itself, or another condition keeps it
            // away there. Until then every file counts as a whole.
            return Optional.empty();
        }
    }
}
