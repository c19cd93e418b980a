package io.featurestore.steps.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.type.TypeReference;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.work.KeptEstimate;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/** The documents in the work prefix that tell a retry, or the clean-up, what an earlier call had begun. */
public final class WorkFiles {
    static final String JSON = "application/json";
    /** The longest document, the list of an export's most chunks, takes less. */
    private static final int MAX_BYTES = 64 << 20;
    private static final TypeReference<List<Chunk>> CHUNKS = new TypeReference<>() {};

    /**
     * A multipart upload that is about to be started, or was.
     *
     * @param target the object it makes
     * @param uploadId its id; empty before it is known
     */
    record OpenUpload(S3Uri target, Optional<String> uploadId) {}

    /**
     * A query that was started.
     *
     * @param queryExecutionId its id
     * @param outputLocation where its result goes, the object or the prefix; empty where nobody recorded it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record StartedQuery(String queryExecutionId, Optional<S3Uri> outputLocation) {}

    private final ObjectStore store;
    private final S3Uri work;

    public WorkFiles(ObjectStore store, S3Uri work) {
        this.store = store;
        this.work = work;
    }

    Optional<StartedQuery> query() {
        return read(work.append("query.json"), StartedQuery.class);
    }

    /** Returns where the results of Distributed Map runs lie. */
    S3Uri results() {
        return work.append("results/");
    }

    S3Uri prefix() {
        return work;
    }

    Optional<OpenUpload> upload() {
        return read(work.append("upload.json"), OpenUpload.class);
    }

    void recordUpload(OpenUpload upload) {
        write(work.append("upload.json"), upload);
    }

    Optional<Publication> publication() {
        return read(work.append("publishing.json"), Publication.class);
    }

    void recordPublication(Publication publication) {
        write(work.append("publishing.json"), publication);
    }

    void forgetPublication() {
        store.delete(List.of(work.append("upload.json"), work.append("publishing.json")));
    }

    /** Returns whether chunks were planned and no clean-up has removed the plan. */
    boolean planned() {
        return store.describe(work.append("plan.json")).isPresent();
    }

    /** Returns the mark of a clean-up after a failure. */
    S3Uri stopMark() {
        return work.append("stopped.json");
    }

    void markStopped() {
        write(stopMark(), Map.of());
    }

    boolean stopped() {
        return store.describe(stopMark()).isPresent();
    }

    /** Returns what was estimated before the query, where an estimate was made. */
    Optional<KeptEstimate> estimate() {
        return KeptEstimate.read(store, work);
    }

    /** Returns where the chunks lie that the given round, from 1, left to be repaired. */
    S3Uri repairList(int round) {
        return work.append("repair-" + round + ".json");
    }

    void writeChunks(S3Uri uri, List<Chunk> chunks) {
        write(uri, chunks);
    }

    List<Chunk> chunks(S3Uri uri) {
        return parse(uri, demand(uri), json -> Json.MAPPER.readValue(json, CHUNKS));
    }

    /** Reads a document that must be there. */
    <T> T demand(S3Uri uri, Class<T> type) {
        return parse(uri, demand(uri), json -> Json.MAPPER.readValue(json, type));
    }

    private <T> Optional<T> read(S3Uri uri, Class<T> type) {
        return store.read(uri, MAX_BYTES).map(json -> parse(uri, json, j -> Json.MAPPER.readValue(j, type)));
    }

    private byte[] demand(S3Uri uri) {
        return store.read(uri, MAX_BYTES)
                .orElseThrow(() -> new ExportFailure.Internal(uri + " is gone; something else than the export removed "
                        + "it, or the export was stopped. Run it again."));
    }

    private interface Parser<T> {
        T parse(byte[] json) throws IOException;
    }

    private static <T> T parse(S3Uri uri, byte[] json, Parser<T> parser) {
        try {
            return parser.parse(json);
        } catch (JsonEOFException e) {
            // What Step Functions wrote carries no checksum that the SDK looks at.
            throw new ExportFailure.Transient(uri + " came cut off: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new ExportFailure.Internal(uri + " cannot be read: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new ExportFailure.Internal(uri + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(S3Uri uri, Object document) {
        store.put(uri, json(document), JSON, Map.of(), IfExists.REPLACE);
    }

    static byte[] json(Object document) {
        try {
            return Json.MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
