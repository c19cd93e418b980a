package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.Expression;
import io.featurestore.local.states.expression.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds JSON in which a text of the form `{% expression %}` stands for the result of the expression.
public sealed interface Template {
    /// JSON without expressions.
    record Literal(JsonNode value) implements Template {}

    /// A text that is an expression.
    record Computed(Expression expression) implements Template {}

    /// An object that contains an expression.
    record Members(Map<String, Template> fields) implements Template {}

    /// An array that contains an expression.
    record Elements(List<Template> elements) implements Template {}

    /// Returns the JSON with all expressions evaluated.
    default JsonNode evaluate(Bindings bindings) {
        return switch (this) {
            case Literal literal -> literal.value();
            case Computed computed -> computed.expression().evaluate(bindings.variables());
            case Members object -> {
                ObjectNode node = Json.object();
                object.fields().forEach((name, field) -> node.set(name, field.evaluate(bindings)));
                yield node;
            }
            case Elements array -> {
                ArrayNode node = JsonNodeFactory.instance.arrayNode();
                array.elements().forEach(element -> node.add(element.evaluate(bindings)));
                yield node;
            }
        };
    }

    /// Reads a template.
    ///
    /// @param place the place of the JSON in the definition; faults name it
    static Template read(JsonNode node, String place, DefinitionFaults faults) {
        if (node.isTextual() && Delimiters.open(node.textValue())) {
            return expression(node.textValue(), place, faults);
        }
        if (node.isObject()) {
            Map<String, Template> fields = new LinkedHashMap<>();
            node.properties()
                    .forEach(field ->
                            fields.put(field.getKey(), read(field.getValue(), place + "/" + field.getKey(), faults)));
            return fields.values().stream().allMatch(Literal.class::isInstance)
                    ? new Literal(node)
                    : new Members(fields);
        }
        if (node.isArray()) {
            List<Template> elements = new ArrayList<>();
            node.forEach(element -> elements.add(read(element, place + "/" + elements.size(), faults)));
            return elements.stream().allMatch(Literal.class::isInstance) ? new Literal(node) : new Elements(elements);
        }
        return new Literal(node);
    }

    private static Template expression(String text, String place, DefinitionFaults faults) {
        if (!Delimiters.closed(text)) {
            faults.add(place, "an expression must end with %}");
            return new Literal(JsonNodeFactory.instance.textNode(text));
        }
        try {
            return new Computed(Expression.compile(Delimiters.inner(text), place));
        } catch (IllegalArgumentException e) {
            faults.add(place, "not JSONata: " + e.getMessage());
            return new Literal(JsonNodeFactory.instance.textNode(text));
        }
    }

    /// Recognizes the marks around an expression.
    final class Delimiters {
        private Delimiters() {}

        static boolean open(String text) {
            return text.startsWith("{%");
        }

        static boolean closed(String text) {
            return text.length() >= 4 && text.endsWith("%}");
        }

        static String inner(String text) {
            return text.substring(2, text.length() - 2).strip();
        }
    }
}
