package io.featurestore.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Mutates samples. The same seed gives the same mutations.
final class Mutator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_CHANGES = 6;

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// Changes bytes, cuts, repeats and swaps pieces, and inserts words of the language.
    byte[] bytes(byte[] sample, List<String> words) {
        byte[] bytes = sample;
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(1 + random.nextInt(40)));
            bytes = switch (random.nextInt(6)) {
                case 0 -> spliced(bytes, from, to, new byte[0]);
                case 1 -> spliced(bytes, from, from, java.util.Arrays.copyOfRange(bytes, from, to));
                case 2 ->
                    spliced(bytes, from, Math.min(bytes.length, from + 1), new byte[] {(byte) random.nextInt(256)});
                case 3 -> spliced(bytes, from, to, one(words).getBytes(StandardCharsets.UTF_8));
                default -> spliced(bytes, from, from, one(words).getBytes(StandardCharsets.UTF_8));
            };
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, from);
        spliced.writeBytes(with);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }

    /// Changes nodes of a document: other types, moved nodes, unusual values, removed or added fields.
    JsonNode json(JsonNode sample, List<String> words) {
        return json(sample, words, 1 + random.nextInt(MOST_CHANGES));
    }

    /// Changes the given number of nodes of a document.
    JsonNode json(JsonNode sample, List<String> words, int most) {
        JsonNode document = sample.deepCopy();
        for (int changes = most; changes > 0; changes--) {
            List<JsonNode> parents = new ArrayList<>();
            collect(document, parents);
            if (parents.isEmpty()) {
                return value(document, words);
            }
            JsonNode value = value(document, words);
            switch (one(parents)) {
                case ObjectNode object -> change(object, value, words);
                case ArrayNode array
                when !array.isEmpty() && random.nextBoolean() -> array.set(random.nextInt(array.size()), value);
                case ArrayNode array -> array.add(value);
                default -> throw new IllegalStateException("no parent");
            }
        }
        return document;
    }

    private void change(ObjectNode object, JsonNode value, List<String> words) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(4) == 0) {
            object.set(one(words), value);
        } else if (random.nextInt(3) == 0) {
            object.remove(one(names));
        } else {
            object.set(one(names), value);
        }
    }

    private JsonNode value(JsonNode document, List<String> words) {
        return switch (random.nextInt(12)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(one(List.of(0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53)));
            case 3 ->
                JSON.numberNode(new java.math.BigDecimal(one(
                        List.of("1e999999999", "-1e-999999999", "0.1", "123456789012345678901234567890.123456789"))));
            case 4 -> JSON.textNode("");
            case 5 -> JSON.objectNode();
            case 6 -> JSON.arrayNode();
            case 7 -> part(document).deepCopy();
            default -> JSON.textNode(one(words));
        };
    }

    private JsonNode part(JsonNode document) {
        List<JsonNode> parents = new ArrayList<>();
        collect(document, parents);
        return parents.isEmpty() || parents.size() > 400 ? JSON.nullNode() : one(parents);
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }
}
