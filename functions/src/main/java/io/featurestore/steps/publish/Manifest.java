package io.featurestore.steps.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.failure.Internal;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.results.MergedProfile;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/// Reads and writes the manifest at `<output>.manifest.json` or `<prefix>manifest.json`. It has the fields of the
/// export's result, the chunks under {@value #CHUNKS}, the statistics of each column under {@value #STATISTICS}
/// if a report was requested, and the outcome of each expectation under {@value #EXPECTATIONS}. It is written
/// last, so an output with a manifest is complete.
final class Manifest {
    private static final String EXPECTATIONS = "expectations";
    private static final String CHUNKS = "chunkList";
    private static final String STATISTICS = "statistics";
    private static final String REPORT = "report";
    private static final String FILE = "file";
    private static final int MAX_BYTES = 64 << 20;

    /// Describes a chunk in the manifest.
    ///
    /// @param index its position in the output, from 0
    /// @param start its first byte in the query's result
    /// @param end the byte after its last one
    /// @param firstRecord the number of its first record in the output, from 1; absent if it has no record
    /// @param records the number of its records
    /// @param bytes size of its part
    /// @param etag ETag of its part, without quotes
    /// @param repaired whether it was converted again
    /// @param file its part file; absent if the output is one object
    record ChunkLine(
            int index,
            long start,
            long end,
            OptionalLong firstRecord,
            long records,
            long bytes,
            String etag,
            boolean repaired,
            Optional<S3Uri> file) {}

    private final ObjectStore store;
    private final Ownership ownership;
    private final S3Uri uri;

    Manifest(ObjectStore store, Ownership ownership, S3Uri output) {
        this.store = store;
        this.ownership = ownership;
        this.uri = of(output);
    }

    /// Returns the URI of the manifest of an output.
    static S3Uri of(S3Uri output) {
        return output.append(output.isPrefix() ? "manifest.json" : ".manifest.json");
    }

    S3Uri uri() {
        return uri;
    }

    /// Returns the result of this execution; empty if no earlier call wrote it.
    Optional<ExportResult> finished() {
        return ownership
                .findOwned(store, uri)
                .flatMap(_ -> store.read(uri, MAX_BYTES))
                .map(json -> {
                    try {
                        return Json.MAPPER
                                .readerFor(ExportResult.class)
                                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                                .readValue(json);
                    } catch (IOException e) {
                        throw new Internal(uri + " cannot be read: " + e.getMessage(), e);
                    }
                });
    }

    /// Returns the part files and the report that an earlier export's manifest names below the given prefix;
    /// empty if there is no manifest, or the object is not a manifest.
    Optional<List<S3Uri>> earlierFiles(S3Uri prefix) {
        return store.read(uri, MAX_BYTES).flatMap(json -> {
            try {
                JsonNode manifest = Json.MAPPER.readTree(json);
                JsonNode chunks = manifest.path(CHUNKS);
                if (!chunks.isArray()) {
                    return Optional.empty();
                }
                List<S3Uri> files = new ArrayList<>(files(chunks, prefix));
                if (manifest.has(REPORT)) {
                    files.add(ReportFile.of(prefix));
                }
                return Optional.of(files);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new Internal(uri + " cannot be read: " + e.getMessage(), e);
            }
        });
    }

    private static List<S3Uri> files(JsonNode chunks, S3Uri prefix) {
        return StreamSupport.stream(chunks.spliterator(), false)
                .map(chunk -> S3Uri.parse(chunk.path(FILE).asText()))
                .filter(file ->
                        file.bucket().equals(prefix.bucket()) && file.key().startsWith(prefix.key()))
                .toList();
    }

    /// Writes the manifest.
    ///
    /// @throws ObjectStore.AlreadyExists if a manifest exists and may not be replaced
    void write(ExportResult result, List<ChunkLine> chunks, MergedProfile profile, IfExists ifExists) {
        ObjectNode document = Json.MAPPER.valueToTree(result);
        profile.statistics().ifPresent(columns -> document.set(STATISTICS, Json.MAPPER.valueToTree(columns)));
        profile.outcomes().ifPresent(outcomes -> document.set(EXPECTATIONS, Json.MAPPER.valueToTree(outcomes)));
        document.set(CHUNKS, Json.MAPPER.valueToTree(chunks));
        store.put(uri, WorkFolder.json(document), WorkFolder.JSON, Map.copyOf(ownership.metadata()), ifExists);
    }
}
