package io.featurestore.steps.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/// Reads and writes the manifest of an output, which is beside it, see [SideFiles]. It has the fields of the
/// export's result, the chunks under {@value #CHUNKS}, the statistics of each column under {@value
/// #STATISTICS} if a report was requested, and the outcome of each expectation under {@value #EXPECTATIONS}.
/// It is written last, so an output with a manifest is complete.
final class Manifest {
    private static final String EXPECTATIONS = "expectations";
    private static final String CHUNKS = "chunkList";
    private static final String STATISTICS = "statistics";
    private static final String FILE = "file";
    private static final String OUTPUT_URI = "/output/uri";
    private static final String OUTPUT_BYTES = "/output/bytes";
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

    /// Refers to the manifest at `uri`.
    Manifest(ObjectStore store, Ownership ownership, S3Uri uri) {
        this.store = store;
        this.ownership = ownership;
        this.uri = uri;
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
                        return Json.STEPS.readValue(json, ExportResult.class);
                    } catch (IOException e) {
                        throw new Internal(uri + " cannot be read: " + e.getMessage(), e);
                    }
                });
    }

    /// Describes a manifest that another execution wrote.
    ///
    /// @param output the output that it describes
    /// @param files the part files that it names; empty if the output is one object
    /// @param bytes the size of the output; −1 if it is not known
    record Earlier(S3Uri output, List<S3Uri> files, long bytes) {
        /// Describes a manifest whose content cannot be read.
        static Earlier broken(S3Uri output) {
            return new Earlier(output, List.of(), -1);
        }
    }

    /// Returns what the object at this place says; empty if there is none, or it is not a manifest.
    Optional<Earlier> earlier() {
        return store.read(uri, MAX_BYTES).flatMap(json -> {
            try {
                JsonNode manifest = Json.MAPPER.readTree(json);
                return manifest.path(CHUNKS).isArray()
                        ? Optional.of(new Earlier(
                                S3Uri.parse(manifest.at(OUTPUT_URI).asText()),
                                files(manifest.path(CHUNKS)),
                                manifest.at(OUTPUT_BYTES).asLong(-1)))
                        : Optional.empty();
            } catch (JsonProcessingException | IllegalArgumentException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new Internal(uri + " cannot be read: " + e.getMessage(), e);
            }
        });
    }

    private static List<S3Uri> files(JsonNode chunks) {
        return StreamSupport.stream(chunks.spliterator(), false)
                .filter(chunk -> chunk.has(FILE))
                .map(chunk -> S3Uri.parse(chunk.path(FILE).asText()))
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
