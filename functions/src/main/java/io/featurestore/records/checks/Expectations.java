package io.featurestore.records.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The expectations of a caller on the exported records.
///
/// @param columns from a column's name to the expectations on its values, in the order of the request
/// @param minRecords the smallest allowed number of records
/// @param maxRecords the largest allowed number of records
/// @param freshWithin the largest allowed age of the newest event time at the start of the execution
public record Expectations(
        Map<String, OfColumn> columns,
        OptionalLong minRecords,
        OptionalLong maxRecords,
        Optional<Duration> freshWithin) {
    /// The expectations on the values of a column. NULL violates `notNull` and no other expectation.
    ///
    /// @param notNull whether NULL is forbidden
    /// @param min the smallest allowed value
    /// @param max the largest allowed value
    /// @param matches a regular expression that must match the whole value
    /// @param in the allowed values
    /// @param unique whether every value may occur only once
    public record OfColumn(
            boolean notNull,
            Optional<Literal> min,
            Optional<Literal> max,
            Optional<String> matches,
            Optional<List<Literal>> in,
            boolean unique) {
        /// Makes the list unmodifiable.
        public OfColumn {
            in = in.map(List::copyOf);
        }
    }

    /// A literal value in a request.
    ///
    /// @param text its text
    /// @param number whether it is a JSON number
    public record Literal(String text, boolean number) {
        private static Literal of(JsonNode node) {
            return new Literal(
                    node.isNumber() ? new BigDecimal(node.asText()).toPlainString() : node.asText(), node.isNumber());
        }

        /// Returns the literal as a request spells it: texts are quoted.
        public String spelled() {
            return number ? text : "'" + text + "'";
        }
    }

    /// Keeps the order of the columns.
    public Expectations {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /// Reads the `expect` object of a request. It must be valid by the request's schema and rules.
    public static Expectations of(JsonNode expect) {
        Map<String, OfColumn> columns = new LinkedHashMap<>();
        expect.path("columns").properties().forEach(column -> columns.put(column.getKey(), column(column.getValue())));
        return new Expectations(
                columns,
                number(expect, "minRecords"),
                number(expect, "maxRecords"),
                Optional.ofNullable(expect.get("freshWithin")).map(age -> Duration.parse(age.asText())));
    }

    private static OfColumn column(JsonNode column) {
        return new OfColumn(
                column.path("notNull").asBoolean(),
                literal(column, "min"),
                literal(column, "max"),
                Optional.ofNullable(column.get("matches")).map(JsonNode::asText),
                Optional.ofNullable(column.get("in")).map(values -> {
                    List<Literal> literals = new ArrayList<>();
                    values.forEach(value -> literals.add(Literal.of(value)));
                    return literals;
                }),
                column.path("unique").asBoolean());
    }

    private static Optional<Literal> literal(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(Literal::of);
    }

    private static OptionalLong number(JsonNode node, String field) {
        return node.has(field) ? OptionalLong.of(node.get(field).asLong()) : OptionalLong.empty();
    }
}
