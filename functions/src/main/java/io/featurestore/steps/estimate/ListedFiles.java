package io.featurestore.steps.estimate;

import io.featurestore.sql.Reading;
import io.featurestore.sql.history.History;
import io.featurestore.sql.history.PartitionRange;
import io.featurestore.steps.Limits;
import io.featurestore.steps.estimate.footer.DataFile;
import io.featurestore.steps.estimate.footer.RowBounds;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.TableStorage.Partition;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the files of a table that is stored as plain folders: the objects below its registered partitions.
/// Partitions that the request excludes are skipped. As in the query engine, an object is ignored if it is empty,
/// or if its name or one of its folders begins with `_` or `.`.
final class ListedFiles {
    /// The most partitions that are listed one by one. For more of them, one listing of the whole table (1,000
    /// objects per request) is cheaper.
    private static final int LISTED_ONE_BY_ONE = 64;

    /// The value that stands for NULL in a partition key.
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private final ObjectStore objects;
    private final TableStorage storage;

    ListedFiles(ObjectStore objects, TableStorage storage) {
        this.objects = objects;
        this.storage = storage;
    }

    /// Returns the files in the order of their keys.
    List<DataFile> of(History history, Table table, Reading reading, S3Uri location) {
        if (table.partitionKeys().isEmpty()) {
            return below(location, Map.of());
        }
        List<Partition> left = storage
                .partitions(table.database(), table.name(), Optional.empty())
                .stream()
                .filter(p -> PartitionRange.mayKeep(
                        table, history.eventTimeFrom(), history.eventTimeTo(), values(table, p)))
                .filter(p ->
                        RowBounds.partition(reading.where(), values(table, p)).most() > 0)
                .toList();
        return left.size() <= LISTED_ONE_BY_ONE ? oneByOne(table, left) : atOnce(table, left, location);
    }

    private List<DataFile> oneByOne(Table table, List<Partition> partitions) {
        return Parallel.map(partitions, Limits.SMALL_READS, p -> below(folder(p.location()), values(table, p))).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<DataFile> atOnce(Table table, List<Partition> partitions, S3Uri location) {
        Map<S3Uri, Partition> inside = new HashMap<>();
        List<Partition> outside = new ArrayList<>();
        for (Partition partition : partitions) {
            S3Uri folder = folder(partition.location());
            if (folder.bucket().equals(location.bucket()) && folder.key().startsWith(location.key())) {
                inside.put(folder, partition);
            } else {
                outside.add(partition);
            }
        }
        List<DataFile> files = new ArrayList<>(oneByOne(table, outside));
        try (Stream<ObjectRef> listed = objects.list(location)) {
            listed.filter(o -> isFile(o, location)).forEach(o -> partition(o.uri(), location, inside)
                    .ifPresent(p -> files.add(new DataFile(o, values(table, p)))));
        }
        return files;
    }

    /// Returns the partition of a file, which may be in a folder below the partition's own.
    private static Optional<Partition> partition(S3Uri file, S3Uri location, Map<S3Uri, Partition> partitions) {
        for (int slash = file.key().lastIndexOf('/');
                slash >= location.key().length() - 1;
                slash = file.key().lastIndexOf('/', slash - 1)) {
            Partition partition =
                    partitions.get(new S3Uri(file.bucket(), file.key().substring(0, slash + 1)));
            if (partition != null || slash == 0) {
                return Optional.ofNullable(partition);
            }
        }
        return Optional.empty();
    }

    private List<DataFile> below(S3Uri folder, Map<String, String> values) {
        try (Stream<ObjectRef> listed = objects.list(folder)) {
            return listed.filter(o -> isFile(o, folder))
                    .map(o -> new DataFile(o, values))
                    .toList();
        }
    }

    private static boolean isFile(ObjectRef object, S3Uri folder) {
        if (object.size() == 0) {
            return false;
        }
        for (String name : object.uri().key().substring(folder.key().length()).split("/")) {
            if (name.startsWith("_") || name.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> values(Table table, Partition partition) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0;
                i < table.partitionKeys().size() && i < partition.values().size();
                i++) {
            if (!partition.values().get(i).equals(NO_VALUE)) {
                values.put(
                        table.partitionKeys().get(i).name(), partition.values().get(i));
            }
        }
        return values;
    }

    /// Parses a location of the catalog as a folder. The location may begin with `s3a://` or `s3n://` and may
    /// lack the final slash.
    static S3Uri folder(String location) {
        String uri = location.replaceFirst("^s3[an]://", "s3://");
        return S3Uri.parse(uri.endsWith("/") ? uri : uri + "/");
    }
}
