package io.featurestore.local.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;

/// Reads and writes the bodies of AWS's JSON protocols, which the Smithy specification describes:
/// [AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
final class JsonProtocol {
    /// The most bytes of a request. It is above every limit of the services: a synchronous payload of Lambda has
    /// up to 6 MB.
    static final int MAX_REQUEST_BYTES = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_REQUEST_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonProtocol() {}

    /// Reads a request. An empty body is an empty object.
    ///
    /// @throws ServiceException `SerializationException` if the body is not a JSON object
    static ObjectNode read(InputStream body) throws IOException {
        byte[] bytes = RequestBodies.read(body, MAX_REQUEST_BYTES);
        if (bytes.length == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new ServiceException(
                    400, "SerializationException", "the request is not JSON: " + e.getOriginalMessage());
        }
        throw new ServiceException(400, "SerializationException", "the request is not a JSON object");
    }

    static void answer(HttpExchange exchange, String contentType, JsonNode content) throws IOException {
        send(exchange, 200, contentType, content);
    }

    static void answerError(HttpExchange exchange, String contentType, ServiceException error) throws IOException {
        RequestBodies.drain(exchange.getRequestBody());
        exchange.getResponseHeaders().set("x-amzn-errortype", error.code());
        send(
                exchange,
                error.status(),
                contentType,
                MAPPER.createObjectNode().put("__type", error.code()).put("message", error.getMessage()));
    }

    private static void send(HttpExchange exchange, int status, String contentType, JsonNode content)
            throws IOException {
        byte[] body = MAPPER.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
