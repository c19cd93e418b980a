package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.duck.Relation;
import io.featurestore.local.athena.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/// Measures how much data a scan of an Iceberg table reads: the columns of its files, and the delete files of these.
/// The manifests tell the sizes of columns; where they do not, the footers of the files do. The figure is an upper
/// bound: Trino may also skip row groups and pages by their statistics. Of a file without a row that fulfils the
/// conditions only their columns count, because `ParquetReader.readPrimitive` (trinodb/trino, `lib/trino-parquet`)
/// reads the chunk of a column when its values are asked for.
final class ScanSizes {
    private final Connection duck;
    private final Schema schema;
    private final DuckFiles files;
    private final Optional<NamedFiles> named;

    ScanSizes(Connection duck, Schema schema, DuckFiles files, Optional<NamedFiles> named) {
        this.duck = duck;
        this.schema = schema;
        this.files = files;
        this.named = named;
    }

    /// Measures a scan.
    ///
    /// @param fields the ids of the columns that it reads
    /// @param filtering the ids of those that its conditions read
    /// @param needed whether a file has a row that fulfils the conditions; of any other only the columns of the
    ///     conditions are read
    Relation.Scanned of(PlannedFiles planned, Set<Integer> fields, Set<Integer> filtering, Predicate<DataFile> needed)
            throws SQLException {
        List<DataFile> whole = new ArrayList<>();
        List<DataFile> filtered = new ArrayList<>();
        for (List<DataFile> some : List.of(planned.whole(), planned.deleted())) {
            some.forEach(file -> (needed.test(file) ? whole : filtered).add(file));
        }
        long bytes = bytes(whole, fields) + bytes(filtered, filtering);
        for (List<DeleteFile> some : List.of(planned.positions(), planned.equalities())) {
            bytes += some.stream().mapToLong(ContentFile::fileSizeInBytes).sum();
        }
        long rows = Stream.of(planned.whole(), planned.deleted())
                .flatMap(List::stream)
                .mapToLong(ContentFile::recordCount)
                .sum();
        return new Relation.Scanned(bytes, rows);
    }

    private long bytes(List<DataFile> data, Set<Integer> fields) throws SQLException {
        Set<Integer> leaves = new HashSet<>();
        for (Types.NestedField field :
                TypeUtil.indexById(TypeUtil.select(schema, fields).asStruct()).values()) {
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
        return bytes + footers(untold, fields);
    }

    /// Returns the length of columns as the footers of files tell it.
    private long footers(List<DataFile> data, Set<Integer> fields) throws SQLException {
        if (data.isEmpty() || fields.isEmpty()) {
            return 0;
        }
        Set<String> names = new HashSet<>();
        named.ifPresent(mapping -> fields.forEach(id -> names.addAll(mapping.names(id))));
        String list = files.listOpened(data);
        Set<String> wanted = new TreeSet<>();
        FileSchemas.read(duck, list).forEach((file, root) -> {
            boolean identified =
                    root.children().stream().anyMatch(node -> node.id().isPresent());
            root.children().stream()
                    .filter(node ->
                            identified ? node.id().filter(fields::contains).isPresent() : names.contains(node.name()))
                    .forEach(node -> wanted.add("(" + Sql.literal(file) + ", " + Sql.literal(node.name()) + ")"));
        });
        if (wanted.isEmpty()) {
            return 0;
        }
        try (Statement statement = duck.createStatement();
                ResultSet sum = statement.executeQuery(
                        "SELECT CAST(coalesce(sum(total_compressed_size), 0) AS BIGINT) FROM parquet_metadata(" + list
                                + ") WHERE (file_name, split_part(path_in_schema, ', ', 1)) IN (VALUES "
                                + String.join(", ", wanted) + ")")) {
            return sum.next() ? sum.getLong(1) : 0;
        }
    }
}
