package io.featurestore.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.lambda.Functions;
import io.featurestore.local.states.expression.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Functions that answer what a script says: `{"payload": JSON}`, `{"echo": true}` the payload that came,
/// `{"error", "cause"}`, `{"hangs": true}` until interrupted. The last answer is given to all later calls.
final class ScriptedFunctions implements Functions {
    interface Body {
        JsonNode answer(JsonNode payload) throws InterruptedException;
    }

    private final Map<String, Body> bodies = new ConcurrentHashMap<>();
    private final Map<String, List<JsonNode>> calls = new ConcurrentHashMap<>();

    void define(String name, Body body) {
        bodies.put(name, body);
    }

    void script(String name, JsonNode answers) {
        List<JsonNode> left = new ArrayList<>();
        answers.forEach(left::add);
        define(name, payload -> answer(next(left), payload));
    }

    List<JsonNode> calls(String name) {
        return calls.getOrDefault(name, List.of());
    }

    @Override
    public byte[] invoke(String nameOrArn, byte[] payload) {
        Body body = bodies.get(nameOrArn);
        if (body == null) {
            throw new FunctionError("Lambda.ResourceNotFoundException", "{}");
        }
        try {
            JsonNode read = Json.parse(payload);
            calls.computeIfAbsent(nameOrArn, name -> new CopyOnWriteArrayList<>())
                    .add(read);
            return Json.bytes(body.answer(read));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized JsonNode next(List<JsonNode> left) {
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }

    private static JsonNode answer(JsonNode script, JsonNode payload) throws InterruptedException {
        if (script.has("hangs")) {
            Thread.sleep(60_000);
        }
        if (script.has("error")) {
            throw new FunctionError(
                    script.path("error").asText(), script.path("cause").asText());
        }
        return script.has("echo") ? payload : script.path("payload");
    }
}
