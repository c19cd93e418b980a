package io.featurestore.steps.cost;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads the memory of each function, in megabytes, from the list that the deployment uses.
final class FunctionMemory {
    /// Functions that are called once per export and take about a second.
    static final List<String> CONTROL =
            List.of("ValidateRequest", "ResolveTable", "StartQuery", "PlanChunks", "CleanUp");

    private static final String LIST = "/io/featurestore/export/functions.json";
    private static final Map<String, Long> MEGABYTES = read();

    private FunctionMemory() {}

    static long megabytes(String function) {
        return Objects.requireNonNull(MEGABYTES.get(function), () -> LIST + " has no " + function);
    }

    private static Map<String, Long> read() {
        try (InputStream in = Objects.requireNonNull(FunctionMemory.class.getResourceAsStream(LIST), LIST)) {
            Map<String, Long> memory = new HashMap<>();
            for (JsonNode function : Json.MAPPER.readTree(in)) {
                memory.put(
                        function.required("name").asText(),
                        function.required("memoryMb").asLong());
            }
            return memory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
