package io.featurestore.local.states.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// Parses and writes the JSON of states. Numbers keep all their digits until an expression uses them.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader DEFINITIONS =
            MAPPER.readerFor(JsonNode.class).with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(List<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    /// Parses one JSON value. An empty text is refused.
    public static JsonNode parse(byte[] text) throws IOException {
        return present(MAPPER.readTree(text));
    }

    public static JsonNode parse(String text) throws JsonProcessingException {
        return present(MAPPER.readTree(text));
    }

    /// Parses a definition. An object with the same key twice is refused.
    public static JsonNode parseDefinition(String text) throws JsonProcessingException {
        return present(DEFINITIONS.readTree(text));
    }

    public static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    public static String text(JsonNode value) {
        return new String(bytes(value), UTF_8);
    }

    /// Returns the length in bytes of the value's JSON text.
    public static long size(JsonNode value) {
        Counter counter = new Counter();
        try {
            MAPPER.writeValue(counter, value);
        } catch (IOException e) {
            throw new UncheckedIOException("A JSON tree can always be written", e);
        }
        return counter.bytes;
    }

    /// Returns a time as AWS's JSON protocols write it: seconds since 1970-01-01T00:00:00Z with three decimals.
    public static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    private static JsonNode present(JsonNode value) throws JsonProcessingException {
        if (value.isMissingNode()) {
            throw new JsonParseException(null, "there is no JSON value");
        }
        return value;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
