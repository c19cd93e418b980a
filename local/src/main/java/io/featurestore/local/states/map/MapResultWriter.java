package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.states.definition.Template;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/// Writes the results of a distributed map:
/// docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html.
public record MapResultWriter(Buckets buckets, String bucket, String folder, String machineArn) {
    private static final String JSON = "application/json";

    /// Evaluates the place of the results, which is `<prefix>/<id>/`.
    public static MapResultWriter of(
            Template writer, Bindings bindings, Buckets buckets, String id, String machineArn) {
        JsonNode arguments = writer.evaluate(bindings);
        String bucket = FieldValues.text("ResultWriter/Arguments/Bucket", arguments.path("Bucket"));
        String prefix = arguments.has("Prefix")
                ? FieldValues.text("ResultWriter/Arguments/Prefix", arguments.path("Prefix"))
                : "";
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new MapResultWriter(buckets, bucket, folder + id + "/", machineArn);
    }

    /// Writes the result files and then the manifest, and returns the state's result.
    public ObjectNode write(String mapRunArn, List<ChildExecution> children) {
        try {
            ObjectNode files = Json.object();
            files.set("FAILED", file("FAILED", children, status -> status != MapRun.Status.SUCCEEDED));
            files.putArray("PENDING");
            files.set("SUCCEEDED", file("SUCCEEDED", children, status -> status == MapRun.Status.SUCCEEDED));
            ObjectNode manifest = Json.object().put("DestinationBucket", bucket).put("MapRunArn", mapRunArn);
            manifest.set("ResultFiles", files);
            put("manifest.json", manifest);
        } catch (IOException | ServiceException e) {
            throw new StateFailure(
                    StateFailure.RESULT_WRITER_FAILED,
                    "The results cannot be written to s3://" + bucket + "/" + folder + ": " + e,
                    e);
        }
        ObjectNode result = Json.object().put("MapRunArn", mapRunArn);
        result.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", folder + "manifest.json");
        return result;
    }

    private ArrayNode file(String name, List<ChildExecution> children, Predicate<MapRun.Status> kept)
            throws IOException {
        ArrayNode entries = Json.array(List.of());
        children.stream()
                .filter(child -> kept.test(child.status()))
                .forEach(child -> entries.add(child.entry(machineArn)));
        ArrayNode files = Json.array(List.of());
        if (!entries.isEmpty()) {
            String file = name + "_0.json";
            files.addObject().put("Key", folder + file).put("Size", put(file, entries));
        }
        return files;
    }

    private long put(String file, JsonNode content) throws IOException {
        byte[] bytes = Json.bytes(content);
        buckets.put(bucket, folder + file, new ByteArrayInputStream(bytes), JSON);
        return bytes.length;
    }
}
