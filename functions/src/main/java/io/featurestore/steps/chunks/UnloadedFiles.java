package io.featurestore.steps.chunks;

import io.featurestore.failure.Internal;
import io.featurestore.failure.ResultChanged;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.steps.Limits;
import io.featurestore.steps.query.PolledQuery.Unloaded;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.format.RowGroup;

/// Reads which files an UNLOAD wrote. Athena lists them in the query's data manifest, one URI a line
/// (docs.aws.amazon.com/athena/latest/ug/unload.html). Only these are the result: a worker that failed may
/// have left others at the prefix.
final class UnloadedFiles {
    /// A URI has at most some 1,100 bytes, and a query has some hundred writers.
    private static final int MAX_MANIFEST = 64 << 20;

    private final ObjectStore store;

    UnloadedFiles(ObjectStore store) {
        this.store = store;
    }

    /// Holds a file and its row groups.
    ///
    /// @param object the file
    /// @param groups its row groups, in order
    record File(ObjectRef object, List<Group> groups) {
        long rows() {
            return groups.stream().mapToLong(Group::rows).sum();
        }
    }

    /// Holds the size of a row group.
    ///
    /// @param rows its number of rows
    /// @param bytes its size in bytes before compression
    record Group(long rows, long bytes) {}

    /// Returns the files in the order of their keys, so that the same result always has the same order.
    ///
    /// @throws ResultChanged if a file of the manifest is gone
    /// @throws Internal if the manifest or a file is not what Athena documents
    List<File> read(Unloaded unloaded) {
        Map<S3Uri, ObjectRef> there =
                store.list(unloaded.prefix()).collect(Collectors.toMap(ObjectRef::uri, Function.identity()));
        List<ObjectRef> files = unloaded.manifest()
                .map(manifest -> listed(manifest, unloaded.prefix(), there))
                .orElseGet(() -> none(unloaded.prefix(), there));
        return Parallel.map(files, Limits.SMALL_READS, this::file);
    }

    private List<ObjectRef> listed(S3Uri manifest, S3Uri prefix, Map<S3Uri, ObjectRef> there) {
        byte[] content = store.read(manifest, MAX_MANIFEST)
                .orElseThrow(() -> new ResultChanged("The manifest of the query's result " + manifest
                        + " is gone. Another program deletes objects below that prefix; run the export again."));
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> uri(manifest, line))
                .distinct()
                .sorted(java.util.Comparator.comparing(S3Uri::key))
                .map(uri -> {
                    if (!uri.bucket().equals(prefix.bucket()) || !uri.key().startsWith(prefix.key())) {
                        throw new Internal(manifest + " names " + uri + ", which is not below " + prefix + ".");
                    }
                    return Objects.requireNonNullElseGet(there.get(uri), () -> {
                        throw new ResultChanged("The file " + uri + " of the query's result is gone. Another program "
                                + "deletes objects below that prefix; run the export again.");
                    });
                })
                .toList();
    }

    private static S3Uri uri(S3Uri manifest, String line) {
        try {
            return S3Uri.parse(line);
        } catch (IllegalArgumentException e) {
            throw new Internal(manifest + " has the line '" + line + "', which names no object: " + e.getMessage(), e);
        }
    }

    /// A result without records may have neither a file nor a manifest.
    private static List<ObjectRef> none(S3Uri prefix, Map<S3Uri, ObjectRef> there) {
        if (!there.isEmpty()) {
            throw new Internal("The query wrote " + there.size() + " files below " + prefix
                    + ", but Athena names no manifest of them, so it is not known which are complete.");
        }
        return List.of();
    }

    private File file(ObjectRef object) {
        try {
            List<RowGroup> groups =
                    Objects.requireNonNull(FooterReader.read(store, object).getRow_groups());
            return new File(
                    object,
                    groups.stream()
                            .map(group -> new Group(group.getNum_rows(), group.getTotal_byte_size()))
                            .toList());
        } catch (NotParquetException e) {
            throw new Internal(
                    "The file " + object.uri() + " of the query's result is not a complete Parquet file: "
                            + e.getMessage() + ".",
                    e);
        }
    }
}
