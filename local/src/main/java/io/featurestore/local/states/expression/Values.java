package io.featurestore.local.states.expression;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as JSONata computes with it, and back. JSON's null is [Jsonata#NULL_VALUE]: Java's null is undefined.
final class Values {
    /// Doubles count every integer up to here; a whole one is written without a fraction.
    private static final double EXACT = 9_007_199_254_740_992.0;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Values() {}

    static Object toJava(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(field -> map.put(field.getKey(), toJava(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(toJava(element)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING -> Jsonata.NULL_VALUE;
            case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
        };
    }

    /// Returns a result as JSON.
    ///
    /// @throws IllegalArgumentException if it is or holds a function, or a number that is not finite
    static JsonNode toJson(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                map.forEach((key, element) -> object.set(String.valueOf(key), toJson(element)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode(list.size());
                list.forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case String text -> NODES.textNode(text);
            case Boolean bool -> NODES.booleanNode(bool);
            case Number number -> json(number);
            default -> {
                if (Jsonata.NULL_VALUE.equals(value)) {
                    yield NODES.nullNode();
                }
                throw new IllegalArgumentException("the result is or holds a function");
            }
        };
    }

    private static Object number(JsonNode node) {
        if (node.isInt()) {
            return node.intValue();
        }
        return node.isLong() ? (Object) node.longValue() : (Object) node.doubleValue();
    }

    private static JsonNode json(Number number) {
        return switch (number) {
            case Integer i -> NODES.numberNode(i.intValue());
            case Long l -> NODES.numberNode(l.longValue());
            case BigInteger big -> NODES.numberNode(big);
            case BigDecimal decimal -> NODES.numberNode(decimal);
            default -> json(number.doubleValue());
        };
    }

    private static JsonNode json(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("the result holds the number " + number);
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) <= EXACT;
        if (!whole) {
            return NODES.numberNode(number);
        }
        long integer = (long) number;
        return integer == (int) integer ? NODES.numberNode((int) integer) : NODES.numberNode(integer);
    }
}
