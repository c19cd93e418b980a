package io.featurestore.steps.publish;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * What a Distributed Map wrote of its children: {@code manifest.json}, and the files it names
 * (docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html). Files are read as streams.
 */
final class MapResults {
    /**
     * A Distributed Map's {@code manifest.json}.
     *
     * @param bucket the bucket of the files
     * @param files the files by their children's status: {@code SUCCEEDED}, {@code FAILED}, {@code PENDING}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Index(@JsonProperty("DestinationBucket") String bucket,
            @JsonProperty("ResultFiles") Map<String, List<ResultFile>> files) {}

    /**
     * A file of children.
     *
     * @param key its key
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ResultFile(@JsonProperty("Key") String key) {}

    private static final String SUCCEEDED = "SUCCEEDED";
    /** One element of an array, which the rest of the array follows. */
    private static final ObjectReader CHILD = Json.MAPPER.reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectStore store;
    private final WorkFiles work;

    MapResults(ObjectStore store, WorkFiles work) {
        this.store = store;
        this.work = work;
    }

    /** Gives the output of every child that succeeded. */
    void outputs(S3Uri manifest, Consumer<String> output) {
        Index index = work.demand(manifest, Index.class);
        for (ResultFile file : index.files().getOrDefault(SUCCEEDED, List.of())) {
            S3Uri uri = new S3Uri(index.bucket(), file.key());
            ObjectRef ref = store.describe(uri)
                    .orElseThrow(() -> new ExportFailure.Internal(uri + ", which " + manifest + " names, is gone."))
                    .ref();
            children(store, ref, child -> output.accept(child.required("Output").asText()));
        }
    }

    /** Gives every child of a file, one at a time. */
    static void children(ObjectStore store, ObjectRef file, Consumer<JsonNode> child) {
        try (InputStream in = store.open(file, 0, file.size()); JsonParser parser = Json.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new ExportFailure.Internal(file.uri() + " is no array of children.");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                child.accept(CHILD.readTree(parser));
            }
        } catch (JsonProcessingException e) {
            throw new ExportFailure.Internal(file.uri() + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ExportFailure.Transient("reading " + file.uri() + " broke off: " + e.getMessage(), e);
        }
    }
}
