package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/// Collects the positions of deleted rows in a temporary table of DuckDB. Rows that are deleted by their values are
/// found by them once, by the rules of iceberg.apache.org/spec/#scan-planning: a delete is for older files only, and
/// for those of its own partition unless its spec has no partitions.
final class DeletedRows {
    private final Connection duck;
    private final Table table;
    private final Schema schema;
    private final DuckFiles files;
    private final String name;

    /// Creates the collection.
    ///
    /// @param name the name of the temporary table; others of this class begin with it
    DeletedRows(Connection duck, Table table, Schema schema, DuckFiles files, String name) {
        this.duck = duck;
        this.table = table;
        this.schema = schema;
        this.files = files;
        this.name = name;
    }

    /// Creates and fills the temporary table.
    void fill(PlannedFiles planned, DataSources sources) throws SQLException, QueryFailure {
        execute("CREATE TEMP TABLE " + name + " (path VARCHAR, pos BIGINT)");
        List<String> rows = new ArrayList<>();
        for (DataFile file : planned.deleted()) {
            rows.add("(" + Sql.literal(file.location()) + ", " + Sql.literal(files.path(file)) + ", "
                    + file.dataSequenceNumber() + ", " + Sql.literal(partition(file)) + ")");
        }
        execute("CREATE OR REPLACE TEMP TABLE " + name + "_files AS SELECT * FROM (VALUES " + String.join(", ", rows)
                + ") t(location, path, seq, part)");
        if (!planned.positions().isEmpty()) {
            // A delete file can also name data files that are not read.
            execute("INSERT INTO " + name + " SELECT DISTINCT f.path, p.pos FROM read_parquet("
                    + files.list(planned.positions()) + ", hive_partitioning = false) p JOIN " + name
                    + "_files f ON f.location = p.file_path");
        }
        Map<TreeSet<Integer>, List<DeleteFile>> byColumns = new LinkedHashMap<>();
        for (DeleteFile delete : planned.equalities()) {
            byColumns
                    .computeIfAbsent(new TreeSet<>(delete.equalityFieldIds()), ids -> new ArrayList<>())
                    .add(delete);
        }
        for (var group : byColumns.entrySet()) {
            byValues(columns(group.getKey()), group.getValue(), planned.deleted(), sources);
        }
    }

    private void byValues(
            List<Types.NestedField> columns, List<DeleteFile> deletes, List<DataFile> data, DataSources sources)
            throws SQLException, QueryFailure {
        StringBuilder origins = new StringBuilder();
        for (DeleteFile delete : deletes) {
            boolean everywhere =
                    Objects.requireNonNull(table.specs().get(delete.specId())).isUnpartitioned();
            origins.append(origins.isEmpty() ? "" : ", ")
                    .append("(" + Sql.literal(files.path(delete)) + ", " + delete.dataSequenceNumber() + ", "
                            + (everywhere ? "CAST(NULL AS VARCHAR)" : Sql.literal(partition(delete))) + ")");
        }
        String values = columns.stream().map(column -> "v" + column.fieldId()).collect(Collectors.joining(", "));
        // Of the deletes of one value the newest is enough.
        execute("CREATE OR REPLACE TEMP TABLE " + name + "_values AS SELECT " + values
                + ", o.part, max(o.seq) AS seq FROM "
                + files.read(deletes, columns, "v", ", filename = '" + DuckFiles.FILE + "'")
                + " e JOIN (VALUES " + origins + ") o(path, seq, part) ON o.path = e." + DuckFiles.FILE
                + " GROUP BY ALL");
        String same = columns.stream()
                .map(column -> "e.v" + column.fieldId() + " IS NOT DISTINCT FROM d.r" + column.fieldId())
                .collect(Collectors.joining(" AND "));
        for (String source : sources.of(data, columns, "r", true)) {
            execute("INSERT INTO " + name + " SELECT d." + DuckFiles.FILE + ", d." + DuckFiles.POSITION + " FROM "
                    + source + " d JOIN " + name + "_files f ON f.path = d." + DuckFiles.FILE + " JOIN " + name
                    + "_values e ON " + same + " AND e.seq > f.seq AND (e.part IS NULL OR e.part = f.part)");
        }
    }

    /// Returns the columns of equality deletes, which may have been dropped since.
    private List<Types.NestedField> columns(Collection<Integer> ids) throws QueryFailure {
        List<Types.NestedField> columns = new ArrayList<>();
        for (int id : ids) {
            columns.add(schema.columns().stream()
                    .filter(column -> column.fieldId() == id)
                    .findFirst()
                    .or(() -> table.schemas().values().stream()
                            .sorted(Comparator.comparingInt(Schema::schemaId).reversed())
                            .flatMap(former -> former.columns().stream())
                            .filter(column -> column.fieldId() == id)
                            .findFirst())
                    .orElseThrow(() -> QueryFailure.user(
                            "NOT_SUPPORTED", "Equality deletes by parts of nested columns are not served here")));
        }
        return columns;
    }

    private static String partition(ContentFile<?> file) {
        return file.specId() + ":" + file.partition();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }
}
