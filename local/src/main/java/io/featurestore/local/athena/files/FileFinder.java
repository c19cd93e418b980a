package io.featurestore.local.athena.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the files of a table, as Athena does: those of the projected partitions if the table has partition
/// projection, otherwise those of the registered partitions; all below the location if it has no partition keys.
public final class FileFinder {
    private static final String SYMLINKS = "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat";
    private static final Set<String> PARQUET = Set.of(
            "",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "parquet.hive.DeprecatedParquetInputFormat",
            "parquet.hive.MapredParquetInputFormat");

    private final Buckets buckets;
    private final Catalog.Table table;
    private final boolean symlinks;

    /// Prepares to find the files of a table.
    ///
    /// @throws QueryFailure if the table is in a format that is not served
    public FileFinder(Buckets buckets, Catalog.Table table) throws QueryFailure {
        this.buckets = buckets;
        this.table = table;
        String format = table.storage().inputFormat();
        this.symlinks = format.equals(SYMLINKS);
        if (!symlinks && !PARQUET.contains(format)) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED",
                    "The table " + table.database() + "." + table.name() + " has the input format " + format
                            + ". Only Parquet files are read here, and lists of them (SymlinkTextInputFormat).");
        }
    }

    /// Finds the files.
    ///
    /// @param partitions the registered partitions
    /// @param injection the values that the query gives to partition keys
    /// @param now the time that `NOW` means in a projection
    /// @throws QueryFailure if a value of a partition does not fit the type of its key, or the projection is wrong
    public TableFiles find(List<Catalog.Partition> partitions, Injection injection, Instant now)
            throws QueryFailure, IOException {
        TableFiles.Builder found = new TableFiles.Builder(table, buckets);
        if (table.partitionKeys().isEmpty()) {
            addBelow(found, found.part(List.of()), table.location());
        } else if (Projection.enabled(table)) {
            addProjected(found, new LocationTemplate(Projection.of(table, injection, now)));
        } else {
            addRegistered(found, partitions);
        }
        return found.build();
    }

    private void addProjected(TableFiles.Builder found, LocationTemplate template) throws QueryFailure, IOException {
        int slash = template.start().indexOf('/');
        String prefix = slash < 0 ? "" : template.start().substring(slash + 1);
        for (String bucket : slash < 0 ? allBuckets() : List.of(template.start().substring(0, slash))) {
            for (Buckets.Entry entry : list(bucket, prefix)) {
                Optional<LocationTemplate.Place> place = template.place(bucket + "/" + entry.key());
                if (place.isPresent() && TableFiles.visible(place.get().below(), entry.size())) {
                    add(found, found.part(place.get().values()), new S3Uri(bucket, entry.key()), entry.size());
                }
            }
        }
    }

    private List<String> allBuckets() throws IOException {
        try (Stream<Path> folders = Files.list(buckets.folder())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// Adds the files of registered partitions. Partitions below the table's location are found by one listing of
    /// it; each other location is listed alone.
    private void addRegistered(TableFiles.Builder found, List<Catalog.Partition> partitions)
            throws QueryFailure, IOException {
        Optional<S3Uri> location = S3Uri.parse(table.location()).map(FileFinder::folder);
        Map<String, List<Integer>> folders = new HashMap<>();
        List<Catalog.Partition> elsewhere = new ArrayList<>();
        for (Catalog.Partition partition : partitions) {
            int part = found.part(partition.values());
            Optional<S3Uri> place = S3Uri.parse(partition.storage().location()).map(FileFinder::folder);
            if (place.isPresent() && location.isPresent() && within(place.get(), location.get())) {
                folders.computeIfAbsent(place.get().key(), _ -> new ArrayList<>())
                        .add(part);
            } else {
                elsewhere.add(partition);
            }
        }
        if (!folders.isEmpty()) {
            addFolders(found, location.orElseThrow(), folders);
        }
        for (Catalog.Partition partition : elsewhere) {
            addBelow(found, found.part(partition.values()), partition.storage().location());
        }
    }

    private void addFolders(TableFiles.Builder found, S3Uri location, Map<String, List<Integer>> folders)
            throws QueryFailure, IOException {
        for (Buckets.Entry entry : list(location.bucket(), location.key())) {
            String key = entry.key();
            for (int end = location.key().length(); end >= 0; end = nextFolder(key, end)) {
                for (int part : folders.getOrDefault(key.substring(0, end), List.of())) {
                    if (TableFiles.visible(key.substring(end), entry.size())) {
                        add(found, part, new S3Uri(location.bucket(), key), entry.size());
                    }
                }
            }
        }
    }

    /// Returns the end of the next folder's name in a key, with its slash; -1 if there is none.
    private static int nextFolder(String key, int from) {
        int slash = key.indexOf('/', from);
        return slash < 0 ? -1 : slash + 1;
    }

    private static boolean within(S3Uri place, S3Uri location) {
        return place.bucket().equals(location.bucket()) && place.key().startsWith(location.key());
    }

    private void addBelow(TableFiles.Builder found, int part, String location) throws QueryFailure, IOException {
        S3Uri folder = S3Uri.parse(location)
                .map(FileFinder::folder)
                .orElseThrow(() -> QueryFailure.user(
                        "HIVE_INVALID_METADATA",
                        "The table " + table.database() + "." + table.name() + " has a location that is not in S3: "
                                + location));
        for (Buckets.Entry entry : list(folder.bucket(), folder.key())) {
            if (TableFiles.visible(entry.key().substring(folder.key().length()), entry.size())) {
                add(found, part, new S3Uri(folder.bucket(), entry.key()), entry.size());
            }
        }
    }

    private static S3Uri folder(S3Uri uri) {
        return S3Uri.folder(uri.toString());
    }

    private void add(TableFiles.Builder found, int part, S3Uri uri, long size) throws QueryFailure, IOException {
        if (!symlinks) {
            found.add(part, uri, size);
            return;
        }
        Optional<Path> list = buckets.file(uri.bucket(), uri.key());
        for (String line : list.isEmpty() ? List.<String>of() : Files.readAllLines(list.get(), UTF_8)) {
            if (!line.isBlank()) {
                S3Uri target = TableFiles.object(line.strip());
                Path file = buckets.file(target.bucket(), target.key())
                        .orElseThrow(() -> QueryFailure.user(
                                "HIVE_FILESYSTEM_ERROR",
                                "The symlink file " + uri + " names " + target + ", which does not exist"));
                found.add(part, target, Files.size(file));
            }
        }
    }

    private List<Buckets.Entry> list(String bucket, String prefix) throws IOException, QueryFailure {
        if (!Files.isDirectory(buckets.folder().resolve(bucket))) {
            throw QueryFailure.user("HIVE_FILESYSTEM_ERROR", "The bucket " + bucket + " does not exist");
        }
        try (Stream<Buckets.Entry> entries = buckets.list(bucket, prefix)) {
            return entries.toList();
        }
    }
}
