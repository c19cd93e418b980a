package io.featurestore.local.athena.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/// Measures how much data a scan of an Iceberg table reads: the columns of the files that remain after its filter, and
/// their delete files. The manifests tell the sizes of columns; where they do not, the footers of the files do.
final class ScanSizes {
    private final Connection duck;
    private final IcebergScan scan;

    ScanSizes(Connection duck, IcebergScan scan) {
        this.duck = duck;
        this.scan = scan;
    }

    /// Measures a scan.
    ///
    /// @param plan what DuckDB tells of the scan
    /// @param filter the filter of the scan
    ScanSize of(JsonNode plan, Expression filter) throws SQLException, QueryFailure {
        List<String> names = new ArrayList<>(ScanPlans.texts(plan.path("Projections")));
        for (String text : ScanPlans.texts(plan.path("Filters"))) {
            names.addAll(ScanPlans.words(text));
        }
        PlannedFiles planned = scan.plan(filter);
        if (names.stream().noneMatch(scan::isOwn)) {
            return ofNamed(Set.copyOf(names), planned);
        }
        boolean deleted = names.stream().anyMatch(scan::isDeleted);
        List<DataFile> data = scan.identified(deleted ? planned.deleted() : planned.whole());
        Set<Integer> columns = new TreeSet<>();
        names.forEach(name -> scan.column(name).map(Types.NestedField::fieldId).ifPresent(columns::add));
        ScanSize size = ofColumns(data, columns);
        return deleted ? new ScanSize(size.bytes() + deletes(planned), size.rows()) : size;
    }

    private ScanSize ofColumns(List<DataFile> data, Set<Integer> columns) throws SQLException, QueryFailure {
        Set<Integer> leaves = new HashSet<>();
        for (Types.NestedField field :
                TypeUtil.indexById(TypeUtil.select(scan.schema(), columns).asStruct())
                        .values()) {
            if (field.type().isPrimitiveType()) {
                leaves.add(field.fieldId());
            }
        }
        long bytes = 0;
        List<DataFile> untold = new ArrayList<>();
        for (DataFile file : data) {
            Map<Integer, Long> sizes = file.columnSizes();
            if (sizes == null || !sizes.keySet().containsAll(leaves)) {
                untold.add(file);
            } else {
                bytes += leaves.stream().mapToLong(sizes::get).sum();
            }
        }
        bytes += footers(untold, columns, Set.of());
        return new ScanSize(bytes, rows(data));
    }

    private ScanSize ofNamed(Set<String> names, PlannedFiles planned) throws SQLException, QueryFailure {
        boolean deleted = names.contains(DuckFiles.POSITION);
        List<DataFile> data = new ArrayList<>(deleted ? planned.deleted() : planned.whole());
        data.removeAll(scan.identified(data));
        return new ScanSize(
                footers(data, Set.of(), names) + (deleted ? deletes(planned) : 0), rows(data));
    }

    private static long rows(List<DataFile> data) {
        return data.stream().mapToLong(DataFile::recordCount).sum();
    }

    private static long deletes(PlannedFiles planned) {
        long bytes = 0;
        for (List<DeleteFile> some : List.of(planned.positions(), planned.equalities())) {
            bytes += some.stream().mapToLong(ContentFile::fileSizeInBytes).sum();
        }
        return bytes;
    }

    /// Returns the length of the columns with one of the field ids or names.
    private long footers(List<DataFile> data, Set<Integer> ids, Set<String> names)
            throws SQLException, QueryFailure {
        if (data.isEmpty()) {
            return 0;
        }
        String files = scan.files().list(data);
        Set<String> wanted = new TreeSet<>();
        FileSchemas.read(duck, files)
                .forEach((file, root) -> root.children().stream()
                        .filter(node -> names.contains(node.name())
                                || node.id().filter(ids::contains).isPresent())
                        .forEach(node ->
                                wanted.add("(" + Sql.literal(file) + ", " + Sql.literal(node.name()) + ")")));
        if (wanted.isEmpty()) {
            return 0;
        }
        try (Statement statement = duck.createStatement();
                ResultSet sum = statement.executeQuery(
                        "SELECT CAST(coalesce(sum(total_compressed_size), 0) AS BIGINT) FROM parquet_metadata(" + files
                                + ") WHERE (file_name, split_part(path_in_schema, ', ', 1)) IN (VALUES "
                                + String.join(", ", wanted) + ")")) {
            return sum.next() ? sum.getLong(1) : 0;
        }
    }
}
