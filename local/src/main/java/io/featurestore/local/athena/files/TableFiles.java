package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.glue.PartitionNames;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the files of a table and the partitions that they belong to.
///
/// @param parts the partitions; one without values if the table has no partition keys
/// @param files the files, in the order of the partitions
public record TableFiles(List<Part> parts, List<DataFile> files) {
    /// A partition.
    ///
    /// @param name its name, such as `year=2026/month=01`
    /// @param values one value for each partition key, in a form that DuckDB casts to its type; empty for NULL
    public record Part(String name, List<Optional<String>> values) {}

    /// A file of the table.
    ///
    /// @param uri the name of the object
    /// @param path the place of its content
    /// @param size the length in bytes
    /// @param part the number of its partition
    public record DataFile(S3Uri uri, Path path, long size, int part) {}

    /// Gathers the files while the objects are listed.
    static final class Builder {
        private final Catalog.Table table;
        private final List<HiveType> types = new ArrayList<>();
        private final Map<List<String>, Integer> numbers = new HashMap<>();
        private final List<Part> parts = new ArrayList<>();
        private final List<List<DataFile>> files = new ArrayList<>();
        private final Buckets buckets;

        Builder(Catalog.Table table, Buckets buckets) throws QueryFailure {
            this.table = table;
            this.buckets = buckets;
            for (Catalog.Column key : table.partitionKeys()) {
                types.add(HiveType.parse(key.type()));
            }
        }

        /// Returns the number of a partition.
        ///
        /// @param texts the values in the catalog
        int part(List<String> texts) throws QueryFailure {
            Integer known = numbers.get(texts);
            if (known != null) {
                return known;
            }
            List<String> folders = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                folders.add(PartitionNames.folder(table.partitionKeys().get(i).name(), texts.get(i)));
            }
            String name = String.join("/", folders);
            List<Optional<String>> values = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                values.add(PartitionValue.read(texts.get(i), types.get(i), name));
            }
            numbers.put(List.copyOf(texts), parts.size());
            parts.add(new Part(name, List.copyOf(values)));
            files.add(new ArrayList<>());
            return parts.size() - 1;
        }

        void add(int part, S3Uri uri, long size) {
            buckets.file(uri.bucket(), uri.key())
                    .ifPresent(path -> files.get(part).add(new DataFile(uri, path, size, part)));
        }

        TableFiles build() {
            return new TableFiles(
                    List.copyOf(parts), files.stream().flatMap(List::stream).toList());
        }
    }

    /// Returns whether an object below a location holds rows. Objects whose name or folder begins with `_` or `.`
    /// are hidden, and those without content are skipped, as Trino does
    /// (`io.trino.plugin.hive.fs.HiveFileIterator`, `io.trino.plugin.hive.parquet.ParquetPageSourceFactory`).
    /// Folders below the location are read, too:
    /// docs.aws.amazon.com/athena/latest/ug/tables-location-format.html.
    ///
    /// @param below the key without the location
    static boolean visible(String below, long size) {
        if (below.isEmpty() || below.endsWith("/") || size == 0) {
            return false;
        }
        for (String name : below.split("/")) {
            if (name.startsWith("_") || name.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /// Returns the object that a line of a symlink file names.
    static S3Uri object(String line) throws QueryFailure, IOException {
        return S3Uri.parse(line)
                .filter(uri -> !uri.key().isEmpty())
                .orElseThrow(() ->
                        QueryFailure.user("HIVE_BAD_DATA", "A line of a symlink file is no object in S3: " + line));
    }
}
