package io.featurestore.local.states.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the items of a distributed map:
/// docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html.
public final class MapItemReader {
    private MapItemReader() {}

    public static List<JsonNode> read(State.Reader reader, Bindings bindings, Buckets buckets) {
        JsonNode arguments = reader.arguments().evaluate(bindings);
        String bucket = FieldValues.text("ItemReader/Arguments/Bucket", arguments.path("Bucket"));
        String key = FieldValues.text("ItemReader/Arguments/Key", arguments.path("Key"));
        int most = reader.maxItems() == null
                ? Integer.MAX_VALUE
                : FieldValues.integer("MaxItems", reader.maxItems().evaluate(bindings), 0, Integer.MAX_VALUE);
        Path file = buckets.file(bucket, key)
                .orElseThrow(() -> new StateFailure(
                        StateFailure.ITEM_READER_FAILED, "There is no object s3://" + bucket + "/" + key + "."));
        try {
            return reader.lines() ? lines(file, most) : array(file, most);
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e);
            throw new StateFailure(
                    StateFailure.ITEM_READER_FAILED,
                    "The items of s3://" + bucket + "/" + key + " cannot be read: " + reason,
                    e);
        }
    }

    private static List<JsonNode> array(Path file, int most) throws IOException {
        JsonNode array = Json.parse(Files.readAllBytes(file));
        if (!array.isArray()) {
            throw new IOException("the JSON is not an array");
        }
        List<JsonNode> items = new ArrayList<>();
        for (int i = 0; i < Math.min(most, array.size()); i++) {
            items.add(array.get(i));
        }
        return items;
    }

    private static List<JsonNode> lines(Path file, int most) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            String line = "";
            while (items.size() < most && (line = lines.readLine()) != null) {
                if (!line.isBlank()) {
                    items.add(Json.parse(line));
                }
            }
        }
        return items;
    }
}
