package io.featurestore.local.athena.iceberg;

import static io.featurestore.local.athena.iceberg.DuckValues.literal;
import static io.featurestore.local.athena.iceberg.DuckValues.map;
import static io.featurestore.local.athena.iceberg.DuckValues.plain;

import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Partitioning;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PartitionUtil;
import org.jspecify.annotations.Nullable;

/// Makes the metadata tables `$files` and `$partitions` from the manifests of the current snapshot.
final class FileTables {
    private static final String COUNTS = "MAP(INTEGER, BIGINT)";
    private static final String BOUNDS = "MAP(INTEGER, VARCHAR)";

    private FileTables() {}

    static MemoryTable files(Table table) {
        Types.StructType partitions = Partitioning.partitionType(table);
        MemoryTable relation = new MemoryTable()
                .column("content", Types.IntegerType.get())
                .column("file_path", Types.StringType.get())
                .column("file_format", Types.StringType.get())
                .column("spec_id", Types.IntegerType.get());
        if (!partitions.fields().isEmpty()) {
            relation.column("partition", partitions);
        }
        relation.column("record_count", Types.LongType.get()).column("file_size_in_bytes", Types.LongType.get());
        for (String counts : List.of("column_sizes", "value_counts", "null_value_counts", "nan_value_counts")) {
            relation.column(counts, "map<int,bigint>", COUNTS);
        }
        relation.column("lower_bounds", "map<int,string>", BOUNDS)
                .column("upper_bounds", "map<int,string>", BOUNDS)
                .column("key_metadata", Types.BinaryType.get())
                .column("split_offsets", "array<bigint>", "BIGINT[]")
                .column("equality_ids", "array<int>", "INTEGER[]")
                .column("sort_order_id", Types.IntegerType.get());
        for (ContentFile<?> file : all(table)) {
            List<String> row = new ArrayList<>(List.of(
                    plain(file.content().id()),
                    plain(file.location()),
                    plain(file.format().name()),
                    plain(file.specId())));
            if (!partitions.fields().isEmpty()) {
                row.add(struct(partitions, partition(table, partitions, file)));
            }
            row.addAll(List.of(
                    plain(file.recordCount()),
                    plain(file.fileSizeInBytes()),
                    map(file.columnSizes(), COUNTS),
                    map(file.valueCounts(), COUNTS),
                    map(file.nullValueCounts(), COUNTS),
                    map(file.nanValueCounts(), COUNTS),
                    map(bounds(table, file.lowerBounds()), BOUNDS),
                    map(bounds(table, file.upperBounds()), BOUNDS),
                    literal(Types.BinaryType.get(), file.keyMetadata()),
                    list(file.splitOffsets()),
                    list(file.equalityFieldIds()),
                    plain(file.sortOrderId())));
            relation.row(row);
        }
        return relation;
    }

    private static String list(@Nullable List<?> values) {
        return values == null ? "NULL" : values.toString();
    }

    private static StructLike partition(Table table, Types.StructType partitions, ContentFile<?> file) {
        return PartitionUtil.coercePartition(partitions, table.specs().get(file.specId()), file.partition());
    }

    private static String struct(Types.StructType type, StructLike values) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Types.NestedField field = type.fields().get(i);
            fields.add(Sql.literal(field.name()) + ": " + literal(field.type(), values.get(i, Object.class)));
        }
        return "{" + String.join(", ", fields) + "}";
    }

    /// Returns the bounds of the columns that the table still has, as people read them.
    private static @Nullable Map<Integer, String> bounds(Table table, @Nullable Map<Integer, ByteBuffer> bounds) {
        if (bounds == null) {
            return null;
        }
        Map<Integer, String> texts = new TreeMap<>();
        bounds.forEach((id, bound) -> {
            Type type = table.schema().findType(id);
            if (type != null) {
                texts.put(id, Transforms.identity().toHumanString(type, Conversions.fromByteBuffer(type, bound)));
            }
        });
        return texts;
    }

    /// Returns the live data and delete files of the current snapshot with their statistics.
    private static List<ContentFile<?>> all(Table table) {
        List<ContentFile<?>> files = new ArrayList<>(data(table));
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot != null) {
            for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
                try (ManifestReader<DeleteFile> reader =
                        ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                    reader.forEach(file -> files.add(file.copy()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files;
    }

    private static List<DataFile> data(Table table) {
        List<DataFile> files = new ArrayList<>();
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot != null) {
            for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
                try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
                    reader.forEach(file -> files.add(file.copy()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files;
    }

    static MemoryTable partitions(Table table) {
        Types.StructType partitions = Partitioning.partitionType(table);
        List<Types.NestedField> measured = measured(table);
        MemoryTable relation = new MemoryTable();
        if (!partitions.fields().isEmpty()) {
            relation.column("partition", partitions);
        }
        relation.column("record_count", Types.LongType.get())
                .column("file_count", Types.LongType.get())
                .column("total_size", Types.LongType.get());
        if (!measured.isEmpty()) {
            relation.column(
                    "data",
                    measured.stream()
                            .map(column -> column.name() + ":" + "struct<min:" + IcebergTypes.catalog(column.type())
                                    + ",max:" + IcebergTypes.catalog(column.type())
                                    + ",null_count:bigint,nan_count:bigint>")
                            .collect(Collectors.joining(",", "struct<", ">")),
                    measured.stream()
                            .map(column -> Sql.quote(column.name()) + " STRUCT(min " + IcebergTypes.duck(column.type())
                                    + ", max " + IcebergTypes.duck(column.type())
                                    + ", null_count BIGINT, nan_count BIGINT)")
                            .collect(Collectors.joining(", ", "STRUCT(", ")")));
        }
        Map<String, List<DataFile>> groups = new LinkedHashMap<>();
        for (DataFile file : data(table)) {
            groups.computeIfAbsent(
                            partitions.fields().isEmpty() ? "" : struct(partitions, partition(table, partitions, file)),
                            key -> new ArrayList<>())
                    .add(file);
        }
        groups.forEach((partition, files) -> {
            List<String> row = new ArrayList<>();
            if (!partitions.fields().isEmpty()) {
                row.add(partition);
            }
            row.add(plain(files.stream().mapToLong(DataFile::recordCount).sum()));
            row.add(plain(files.size()));
            row.add(plain(files.stream().mapToLong(DataFile::fileSizeInBytes).sum()));
            if (!measured.isEmpty()) {
                row.add(measured.stream()
                        .map(column -> Sql.literal(column.name()) + ": "
                                + ColumnRange.of(column, files).literal())
                        .collect(Collectors.joining(", ", "{", "}")));
            }
            relation.row(row);
        });
        return relation;
    }

    /// Returns the columns whose ranges Trino shows: the flat ones that are no partition themselves.
    private static List<Types.NestedField> measured(Table table) {
        Set<Integer> keys = new HashSet<>();
        for (PartitionSpec spec : table.specs().values()) {
            spec.fields().stream()
                    .filter(field -> field.transform().isIdentity())
                    .map(PartitionField::sourceId)
                    .forEach(keys::add);
        }
        Schema schema = table.schema();
        return schema.columns().stream()
                .filter(column -> column.type().isPrimitiveType() && !keys.contains(column.fieldId()))
                .toList();
    }
}
