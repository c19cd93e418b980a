package io.featurestore.records.checks;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a caller expects of the records that go out.
 *
 * @param columns column name → what is expected of its values, in the request's order
 * @param minRecords at least so many records
 * @param maxRecords at most so many records
 * @param freshWithin the greatest age of the newest event time at the execution's start
 */
public record Expectations(Map<String, OfColumn> columns, OptionalLong minRecords, OptionalLong maxRecords,
        Optional<Duration> freshWithin) {
    /**
     * What is expected of a column's values. NULL breaks {@code notNull} and nothing else.
     *
     * @param notNull there is no NULL
     * @param min the least value
     * @param max the greatest value
     * @param matches a regular expression for the whole value
     * @param in the values there may be
     * @param unique no value comes twice
     */
    public record OfColumn(boolean notNull, Optional<Literal> min, Optional<Literal> max, Optional<String> matches,
            Optional<List<Literal>> in, boolean unique) {
        /** Copies the list. */
        public OfColumn {
            in = in.map(List::copyOf);
        }
    }

    /**
     * A value in a request.
     *
     * @param text its text
     * @param number whether it is a JSON number
     */
    public record Literal(String text, boolean number) {
        private static Literal of(JsonNode node) {
            return new Literal(node.isNumber() ? new BigDecimal(node.asText()).toPlainString() : node.asText(), node
                    .isNumber());
        }

        /** Returns it as a request spells it. */
        public String spelled() {
            return number ? text : "'" + text + "'";
        }
    }

    /** Copies the map; it keeps its order. */
    public Expectations {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Reads {@code expect} of a request that is valid by the schema and the rules. */
    public static Expectations of(JsonNode expect) {
        Map<String, OfColumn> columns = new LinkedHashMap<>();
        expect.path("columns").properties().forEach(column -> columns.put(column.getKey(), column(column.getValue())));
        return new Expectations(columns, number(expect, "minRecords"), number(expect, "maxRecords"),
                Optional.ofNullable(
                        expect.get("freshWithin")).map(age -> Duration.parse(age.asText())));
    }

    private static OfColumn column(JsonNode column) {
        return new OfColumn(column.path("notNull").asBoolean(), literal(column, "min"), literal(column, "max"), Optional
                .ofNullable(column.get("matches"))
                .map(JsonNode::asText), Optional.ofNullable(column.get("in")).map(values -> {
                    List<Literal> literals = new ArrayList<>();
                    values.forEach(value -> literals.add(Literal.of(value)));
                    return literals;
                }), column.path("unique").asBoolean());
    }

    private static Optional<Literal> literal(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(Literal::of);
    }

    private static OptionalLong number(JsonNode node, String field) {
        return node.has(field) ? OptionalLong.of(node.get(field).asLong()) : OptionalLong.empty();
    }
}
