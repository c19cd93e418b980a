package io.featurestore.local.athena.duck;

import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists the Parquet files of a table. These are the objects below its location, except those whose name or
/// folder begins with `_` or `.`, and those that are not in a folder for each partition key.
///
/// @param table the table
/// @param files the files in the order of their keys
public record TableFiles(Catalog.Table table, List<DataFile> files) {
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    /// A file of the table.
    ///
    /// @param path the place of the file
    /// @param values one value for each partition key, in order; empty for NULL
    record DataFile(Path path, List<Optional<String>> values) {}

    public static TableFiles list(Catalog.Table table, Buckets buckets) throws IOException {
        S3Uri location = S3Uri.folder(table.location());
        List<DataFile> files = new ArrayList<>();
        try (Stream<Buckets.Entry> entries = buckets.list(location.bucket(), location.key())) {
            for (Buckets.Entry entry : (Iterable<Buckets.Entry>) entries::iterator) {
                String below = entry.key().substring(location.key().length());
                Optional<List<Optional<String>>> values = values(below, table.partitionKeys());
                if (entry.size() == 0 || values.isEmpty()) {
                    continue;
                }
                buckets.file(location.bucket(), entry.key())
                        .ifPresent(path -> files.add(new DataFile(path, values.get())));
            }
        }
        return new TableFiles(table, List.copyOf(files));
    }

    private static Optional<List<Optional<String>>> values(String below, List<Catalog.Column> keys) {
        String[] names = below.split("/");
        if (names.length <= keys.size()) {
            return Optional.empty();
        }
        List<Optional<String>> values = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("_") || names[i].startsWith(".")) {
                return Optional.empty();
            }
            if (i < keys.size()) {
                String[] pair = names[i].split("=", 2);
                if (pair.length < 2 || !pair[0].equalsIgnoreCase(keys.get(i).name())) {
                    return Optional.empty();
                }
                values.add(pair[1].equals(NO_VALUE) ? Optional.empty() : Optional.of(decode(pair[1])));
            }
        }
        return Optional.of(values);
    }

    private static String decode(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
