package io.featurestore.local.conformance.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.featurestore.local.lambda.Functions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Lambda functions that a test defines. Thread-safe.
final class StubFunctions implements Functions {
    /// Answers a payload, or fails with a [FunctionError].
    interface Body {
        JsonNode answer(JsonNode payload) throws InterruptedException;
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, Body> bodies = new ConcurrentHashMap<>();
    private final Map<String, List<JsonNode>> calls = new ConcurrentHashMap<>();

    void define(String name, Body body) {
        bodies.put(name, body);
        calls.put(name, Collections.synchronizedList(new ArrayList<>()));
    }

    /// Defines a function by what its calls come to, one after the other; the last one counts for all further
    /// calls.
    ///
    /// @param outcomes `"ok"`, or the name of the error with which a call fails
    void script(String name, String... outcomes) {
        AtomicInteger next = new AtomicInteger();
        define(name, payload -> {
            String outcome = outcomes[Math.min(next.getAndIncrement(), outcomes.length - 1)];
            if (outcome.equals("ok")) {
                return TextNode.valueOf("ok");
            }
            throw new FunctionError(outcome, "{\"errorType\":\"" + outcome + "\"}");
        });
    }

    /// Returns the payloads with which a function was called, in the order of the calls.
    List<JsonNode> calls(String name) {
        return List.copyOf(calls.get(name));
    }

    @Override
    public byte[] invoke(String nameOrArn, byte[] payload) {
        Body body = bodies.get(nameOrArn);
        if (body == null) {
            throw new FunctionError("Lambda.ResourceNotFoundException", "Function not found: " + nameOrArn);
        }
        try {
            JsonNode read = MAPPER.readTree(payload);
            calls.get(nameOrArn).add(read);
            return MAPPER.writeValueAsBytes(body.answer(read));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the call was interrupted");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
