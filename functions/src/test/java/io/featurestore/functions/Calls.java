package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;

/// Calls handlers as Lambda does: JSON in, JSON out.
final class Calls {
    private Calls() {}

    /// Returns the context of a call that has some time left.
    static Context context(int secondsLeft) {
        return (Context) Proxy.newProxyInstance(
                Calls.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> method.getReturnType() == int.class ? secondsLeft * 1000 : null);
    }

    /// Returns the answer to an input. The input is a JSON node or an object that maps to one.
    static JsonNode call(JsonHandler<?, ?> handler, Object input) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(Json.MAPPER.writeValueAsBytes(input)), out, null);
            return Json.MAPPER.readTree(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the answer as a record. The next function reads it like this.
    static <T> T call(JsonHandler<?, ?> handler, Object input, Class<T> answer) {
        try {
            return Json.MAPPER.treeToValue(call(handler, input), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
