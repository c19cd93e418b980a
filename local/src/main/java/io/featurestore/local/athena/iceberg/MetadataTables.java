package io.featurestore.local.athena.iceberg;

import static io.featurestore.local.athena.iceberg.DuckValues.map;
import static io.featurestore.local.athena.iceberg.DuckValues.plain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// Makes the metadata tables of an Iceberg table that Athena has, such as `"customers$snapshots"`
/// (docs.aws.amazon.com/athena/latest/ug/querying-iceberg-table-metadata.html), with the columns and types of Trino
/// (trino.io/docs/current/connector/iceberg.html#metadata-tables).
final class MetadataTables {
    private static final String INSTANT = "TIMESTAMP WITH TIME ZONE";

    private MetadataTables() {}

    /// Returns a metadata table; empty if there is none of that name.
    ///
    /// @param name the part of the name behind `$`
    static Optional<MemoryTable> of(Table table, String name) {
        return switch (name) {
            case "snapshots" -> Optional.of(snapshots(table));
            case "history" -> Optional.of(history(table));
            case "refs" -> Optional.of(refs(table));
            case "manifests" -> Optional.of(manifests(table));
            case "files" -> Optional.of(FileTables.files(table));
            case "partitions" -> Optional.of(FileTables.partitions(table));
            default -> Optional.empty();
        };
    }

    private static String instant(long millis) {
        return "CAST(make_timestamp(" + millis * 1000 + ") AS " + INSTANT + ")";
    }

    private static MemoryTable snapshots(Table table) {
        MemoryTable relation = new MemoryTable()
                .column("committed_at", "timestamp(3) with time zone", INSTANT)
                .column("snapshot_id", Types.LongType.get())
                .column("parent_id", Types.LongType.get())
                .column("operation", Types.StringType.get())
                .column("manifest_list", Types.StringType.get())
                .column("summary", "map<string,string>", "MAP(VARCHAR, VARCHAR)");
        for (Snapshot snapshot : table.snapshots()) {
            relation.row(
                    instant(snapshot.timestampMillis()),
                    plain(snapshot.snapshotId()),
                    plain(snapshot.parentId()),
                    plain(snapshot.operation()),
                    plain(snapshot.manifestListLocation()),
                    map(snapshot.summary(), "MAP(VARCHAR, VARCHAR)"));
        }
        return relation;
    }

    private static MemoryTable history(Table table) {
        MemoryTable relation = new MemoryTable()
                .column("made_current_at", "timestamp(3) with time zone", INSTANT)
                .column("snapshot_id", Types.LongType.get())
                .column("parent_id", Types.LongType.get())
                .column("is_current_ancestor", Types.BooleanType.get());
        Set<Long> ancestors = new HashSet<>(SnapshotUtil.currentAncestorIds(table));
        for (HistoryEntry entry : table.history()) {
            Optional<Snapshot> snapshot = Optional.ofNullable(table.snapshot(entry.snapshotId()));
            relation.row(
                    instant(entry.timestampMillis()),
                    plain(entry.snapshotId()),
                    plain(snapshot.map(Snapshot::parentId).orElse(null)),
                    plain(ancestors.contains(entry.snapshotId())));
        }
        return relation;
    }

    private static MemoryTable refs(Table table) {
        MemoryTable relation = new MemoryTable()
                .column("name", Types.StringType.get())
                .column("type", Types.StringType.get())
                .column("snapshot_id", Types.LongType.get())
                .column("max_reference_age_in_ms", Types.LongType.get())
                .column("min_snapshots_to_keep", Types.IntegerType.get())
                .column("max_snapshot_age_in_ms", Types.LongType.get());
        table.refs()
                .forEach((name, ref) -> relation.row(
                        plain(name),
                        plain(ref.isBranch() ? "BRANCH" : "TAG"),
                        plain(ref.snapshotId()),
                        plain(ref.maxRefAgeMs()),
                        plain(ref.minSnapshotsToKeep()),
                        plain(ref.maxSnapshotAgeMs())));
        return relation;
    }

    private static MemoryTable manifests(Table table) {
        MemoryTable relation = new MemoryTable()
                .column("path", Types.StringType.get())
                .column("length", Types.LongType.get())
                .column("partition_spec_id", Types.IntegerType.get())
                .column("added_snapshot_id", Types.LongType.get())
                .column("added_data_files_count", Types.IntegerType.get())
                .column("added_rows_count", Types.LongType.get())
                .column("existing_data_files_count", Types.IntegerType.get())
                .column("existing_rows_count", Types.LongType.get())
                .column("deleted_data_files_count", Types.IntegerType.get())
                .column("deleted_rows_count", Types.LongType.get())
                .column(
                        "partition_summaries",
                        "array<struct<contains_null:boolean,contains_nan:boolean,lower_bound:string,"
                                + "upper_bound:string>>",
                        "STRUCT(contains_null BOOLEAN, contains_nan BOOLEAN, lower_bound VARCHAR,"
                                + " upper_bound VARCHAR)[]");
        if (table.currentSnapshot() == null) {
            return relation;
        }
        for (ManifestFile manifest : table.currentSnapshot().allManifests(table.io())) {
            relation.row(
                    plain(manifest.path()),
                    plain(manifest.length()),
                    plain(manifest.partitionSpecId()),
                    plain(manifest.snapshotId()),
                    plain(manifest.addedFilesCount()),
                    plain(manifest.addedRowsCount()),
                    plain(manifest.existingFilesCount()),
                    plain(manifest.existingRowsCount()),
                    plain(manifest.deletedFilesCount()),
                    plain(manifest.deletedRowsCount()),
                    summaries(manifest, table.specs()));
        }
        return relation;
    }

    private static String summaries(ManifestFile manifest, Map<Integer, PartitionSpec> specs) {
        List<String> summaries = new ArrayList<>();
        PartitionSpec spec = Objects.requireNonNull(specs.get(manifest.partitionSpecId()));
        for (int i = 0;
                manifest.partitions() != null && i < manifest.partitions().size();
                i++) {
            ManifestFile.PartitionFieldSummary summary = manifest.partitions().get(i);
            Type type = spec.partitionType().fields().get(i).type();
            summaries.add("{'contains_null': " + summary.containsNull() + ", 'contains_nan': "
                    + plain(summary.containsNaN()) + ", 'lower_bound': "
                    + bound(spec, i, type, summary.lowerBound()) + ", 'upper_bound': "
                    + bound(spec, i, type, summary.upperBound()) + "}");
        }
        return "[" + String.join(", ", summaries) + "]";
    }

    private static String bound(PartitionSpec spec, int field, Type type, @Nullable ByteBuffer value) {
        if (value == null) {
            return "NULL";
        }
        Object bound = Conversions.fromByteBuffer(type, value);
        return plain(human(spec.fields().get(field).transform(), type, bound));
    }

    /// Returns a partition value as people read it.
    @SuppressWarnings("unchecked")
    private static String human(Transform<?, ?> transform, Type type, Object value) {
        return ((Transform<?, Object>) transform).toHumanString(type, value);
    }
}
