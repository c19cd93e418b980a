package io.featurestore.steps.publish.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.steps.Json;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads the results that a Distributed Map wrote: `manifest.json` and the files that it names
/// (docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html). Files are read as streams.
public final class MapResults {
    /// Holds a Distributed Map's `manifest.json`.
    ///
    /// @param bucket the bucket of the files
    /// @param files the files by the status of their children: `SUCCEEDED`, `FAILED`, `PENDING`
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Index(
            @JsonProperty("DestinationBucket") String bucket,
            @JsonProperty("ResultFiles") Map<String, List<ResultFile>> files) {}

    /// Refers to a file of child executions.
    ///
    /// @param key its key
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ResultFile(@JsonProperty("Key") String key) {}

    private static final String SUCCEEDED = "SUCCEEDED";
    /// Children that failed, timed out or were aborted.
    private static final String FAILED = "FAILED";
    /// Reads one element of an array and leaves the rest unread.
    private static final ObjectReader CHILD =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectStore store;
    private final WorkFolder work;

    public MapResults(ObjectStore store, WorkFolder work) {
        this.store = store;
        this.work = work;
    }

    /// Passes the output of every successful child execution to `output`.
    public void outputs(S3Uri manifest, Consumer<String> output) {
        children(
                manifest,
                SUCCEEDED,
                child -> output.accept(child.required("Output").asText()));
    }

    /// Passes every child execution that has no output to `child`.
    public void failures(S3Uri manifest, Consumer<JsonNode> child) {
        children(manifest, FAILED, child);
    }

    private void children(S3Uri manifest, String status, Consumer<JsonNode> child) {
        Index index = work.readMapResult(manifest, Index.class);
        for (ResultFile file : index.files().getOrDefault(status, List.of())) {
            S3Uri uri = new S3Uri(index.bucket(), file.key());
            ObjectRef ref = store.describe(uri)
                    .orElseThrow(() -> new Internal(uri + ", which " + manifest + " names, is gone."))
                    .ref();
            children(store, ref, child);
        }
    }

    /// Passes every child execution of a file to `child`, one at a time.
    public static void children(ObjectStore store, ObjectRef file, Consumer<JsonNode> child) {
        try (InputStream in = store.open(file, 0, file.size());
                JsonParser parser = Json.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new Internal(file.uri() + " is not an array of child executions.");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                child.accept(CHILD.readTree(parser));
            }
        } catch (JsonProcessingException e) {
            throw new Internal(file.uri() + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Transient("reading " + file.uri() + " broke off: " + e.getMessage(), e);
        }
    }
}
