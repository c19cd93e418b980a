package io.featurestore.local.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.http.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A REST-JSON call.
///
/// @param operation the method and the first part of the path, `PUT /FeatureGroup`
/// @param group the second part of the path: a feature group's name or ARN; empty where the path has none
/// @param query the query's values by name, in order
/// @param body the JSON body; an empty object where there is none
record RuntimeCall(String operation, String group, Map<String, List<String>> query, ObjectNode body) {
    private static final JsonMapper MAPPER = new JsonMapper();
    /// A batch of 25 records of 350 KB each, in JSON with every character escaped.
    private static final int MAX_BODY = 64 << 20;

    static RuntimeCall read(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().split("/", 3);
        String group = path.length > 2 ? decode(path[2]) : "";
        return new RuntimeCall(
                exchange.getRequestMethod() + " /" + path[1],
                group,
                query(exchange.getRequestURI().getRawQuery()),
                body(exchange.getRequestBody()));
    }

    /// Returns a query value that must be there.
    String required(String name) {
        return optional(name)
                .orElseThrow(() -> new ServiceException(
                        400,
                        Errors.VALIDATION,
                        "1 validation error detected: Value null at '" + Character.toLowerCase(name.charAt(0))
                                + name.substring(1) + "' failed to satisfy constraint: Member must not be null"));
    }

    /// Returns a query value.
    Optional<String> optional(String name) {
        return all(name).stream().findFirst();
    }

    /// Returns all query values of a name.
    List<String> all(String name) {
        return query.getOrDefault(name, List.of());
    }

    private static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return query;
    }

    private static ObjectNode body(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new ServiceException(413, "RequestEntityTooLargeException", "The body is larger than 64 MiB");
        }
        try {
            if (bytes.length == 0) {
                return MAPPER.createObjectNode();
            }
            if (MAPPER.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new ServiceException(
                    400, "SerializationException", "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new ServiceException(400, "SerializationException", "The body is not a JSON object");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(400, "SerializationException", "'" + text + "' is not URL-encoded");
        }
    }
}
