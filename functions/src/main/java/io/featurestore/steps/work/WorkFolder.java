package io.featurestore.steps.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JavaType;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Names, writes and reads everything below `s3://<work bucket>/work/<execution>/`. The state machine itself
/// names only the prefix `results`, where a Distributed Map stores the results of its children.
///
/// One policy holds for all documents. A required document that is missing is an [Internal] failure: the
/// execution was stopped, or another program deletes objects below the prefix. A truncated document is a
/// [Transient] failure, because documents from Step Functions carry no checksum for the SDK to verify. A
/// document with another structure, one that is longer than its limit, and an object that is not the document
/// of this execution (see [Marks]) are [Internal] failures.
public final class WorkFolder {
    private static final String WORK = "work/";

    /// The media type of every document.
    public static final String JSON = "application/json";
    private static final int MIB = 1 << 20;

    /// Names the documents. Each holds one record, written as JSON.
    public enum Document {
        /// The resolved request, a [Job]. It names at most 2,500 features, and expressions.
        JOB("job.json", 16 * MIB),
        /// The estimate of an execution that is not a dry run, a `KeptEstimate`.
        ESTIMATE("estimate.json", 16 * MIB),
        /// The way in which the rows come, a `PathChoice`.
        PATH("path.json", MIB),
        /// The query that was started last, a `StartedQuery`.
        QUERY("query.json", MIB),
        /// The counts of rows for the warnings, a `CountedRows`.
        COUNTED("counted.json", MIB),
        /// The files of a result that UNLOAD wrote, a `ResultFiles`. A few hundred are usual.
        FILES("files.json", 64 * MIB),
        /// The plan of the conversion, a `Plan`.
        PLAN("plan.json", 16 * MIB),
        /// All chunks of the plan, a list of `Chunk`. The longest list, of 9,900 chunks, is below the limit.
        CHUNKS("chunks.json", 64 * MIB),
        /// The multipart upload that is being started or was started, an `OpenUpload`.
        UPLOAD("upload.json", MIB),
        /// The objects that the final step is going to publish, a `PublishIntent`.
        PUBLISHING("publishing.json", 64 * MIB),
        /// An empty JSON object. Marks that a clean-up after a failure has begun.
        STOPPED("stopped.json", MIB);

        private final String name;
        private final int maxBytes;

        Document(String name, int maxBytes) {
            this.name = name;
            this.maxBytes = maxBytes;
        }
    }

    private final ObjectStore store;
    private final S3Uri prefix;

    /// Creates a work folder with the given prefix, [Execution#work]. Makes no request.
    public WorkFolder(ObjectStore store, S3Uri prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /// Returns the prefix of an execution's work folder.
    ///
    /// @throws IllegalArgumentException if the name cannot be one segment of a key
    public static S3Uri prefix(String bucket, String executionName) {
        if (executionName.isBlank() || executionName.contains("/")) {
            throw new IllegalArgumentException("'" + executionName + "' names no execution");
        }
        return new S3Uri(bucket, WORK + executionName + "/");
    }

    /// Returns whether an object or a prefix lies among the work folders of its bucket.
    public static boolean isWork(S3Uri uri) {
        return uri.key().startsWith(WORK);
    }

    /// Returns the prefix of all work folders of a bucket.
    public static S3Uri allWork(String bucket) {
        return new S3Uri(bucket, WORK);
    }

    /// Returns whether an object or a prefix lies among the work folders of its bucket, or a prefix holds
    /// them.
    public static boolean overlapsWork(S3Uri uri) {
        return isWork(uri) || uri.isPrefix() && WORK.startsWith(uri.key());
    }

    /// Returns the prefix of everything in this folder.
    public S3Uri prefix() {
        return prefix;
    }

    /// Returns the prefix of the query's result if the request names no other.
    public S3Uri queryResult() {
        return prefix.append("query/");
    }

    /// Returns the prefix of the files that an attempt of the query writes with UNLOAD.
    ///
    /// @param attempt the number of the attempt, from 1
    public S3Uri unloaded(int attempt) {
        return unloaded(prefix, attempt);
    }

    /// Returns the prefix of the files that an attempt writes in the work folder with the given prefix.
    public static S3Uri unloaded(S3Uri work, int attempt) {
        return work.append("unloaded-" + attempt + "/");
    }

    /// Returns the prefix of the parts that converters write.
    public S3Uri parts() {
        return prefix.append("parts/");
    }

    /// Returns the prefix of the statistics and checks that converters write.
    public S3Uri statistics() {
        return prefix.append("statistics/");
    }

    /// Returns the prefix of the results of Distributed Map runs. The state machine uses the same name.
    public S3Uri mapResults() {
        return prefix.append("results/");
    }

    /// Returns the URI of the list of chunks that the given round, from 1, found to be converted again.
    public S3Uri repairList(int round) {
        return prefix.append("repair-" + round + ".json");
    }

    /// Returns the URI of a document.
    public S3Uri uri(Document document) {
        return prefix.append(document.name);
    }

    /// Writes a document. Replaces an earlier one.
    public void write(Document document, Object content) {
        write(uri(document), content);
    }

    /// Writes a list of chunks to be converted again.
    public void writeRepairList(int round, List<?> chunks) {
        write(repairList(round), chunks);
    }

    /// Reads a document that must exist.
    public <T> T read(Document document, Class<T> type) {
        return find(document, type).orElseThrow(() -> gone(uri(document)));
    }

    /// Reads a document; empty if it was not written.
    public <T> Optional<T> find(Document document, Class<T> type) {
        return parsed(uri(document), own(uri(document), document.maxBytes), type(type));
    }

    /// Returns whether a document was written.
    public boolean has(Document document) {
        return store.describe(uri(document))
                .filter(found -> Marks.isDocument(found.ref().uri(), found.metadata()))
                .isPresent();
    }

    /// Deletes documents. Documents that do not exist are ignored.
    public void delete(Document... documents) {
        store.delete(Arrays.stream(documents).map(this::uri).toList());
    }

    /// Reads a list of chunks, of the plan or of a repair, which must exist.
    public <T> List<T> readChunks(S3Uri list, Class<T> chunk) {
        JavaType type = Json.STEPS.getTypeFactory().constructCollectionType(List.class, chunk);
        return WorkFolder.<List<T>>parsed(list, own(list, Document.CHUNKS.maxBytes), type)
                .orElseThrow(() -> gone(list));
    }

    /// Reads a document that Step Functions wrote below [#mapResults] and that must exist.
    public <T> T readMapResult(S3Uri uri, Class<T> type) {
        return WorkFolder.<T>parsed(uri, store.read(uri, Document.CHUNKS.maxBytes), type(type))
                .orElseThrow(() -> gone(uri));
    }

    /// Returns a record as JSON, in UTF-8.
    public static byte[] json(Object content) {
        try {
            return Json.MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(S3Uri uri, Object content) {
        store.put(uri, json(content), JSON, Marks.ofDocument(uri), IfExists.REPLACE);
    }

    private static JavaType type(Class<?> type) {
        return Json.STEPS.constructType(type);
    }

    private static Internal gone(S3Uri uri) {
        return new Internal(
                uri + " is gone. Either the execution was stopped, or another program deletes objects below "
                        + "the work prefix. Run it again.");
    }

    /// Reads an object that must be a document of this execution; empty if there is none.
    private Optional<byte[]> own(S3Uri uri, int maxBytes) {
        return store.load(uri, maxBytes).map(found -> {
            if (!Marks.isDocument(uri, found.metadata())) {
                throw new Internal(
                        uri + " was not written by this execution, so it is not read. Find out what else writes "
                                + "objects below the work prefix, and run the export again.");
            }
            return found.bytes();
        });
    }

    private static <T> Optional<T> parsed(S3Uri uri, Optional<byte[]> content, JavaType type) {
        return content.map(json -> {
            try {
                return Json.STEPS.<T>readValue(json, type);
            } catch (JsonEOFException e) {
                throw new Transient(uri + " was truncated: " + e.getOriginalMessage(), e);
            } catch (JsonProcessingException e) {
                throw new Internal(uri + " cannot be read: " + e.getOriginalMessage() + ".", e);
            } catch (IOException e) {
                throw new Internal(uri + " cannot be read: " + e.getMessage(), e);
            }
        });
    }
}
