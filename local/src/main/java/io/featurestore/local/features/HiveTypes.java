package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.featurestore.local.glue.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;

/// Converts the column types of the data catalog to an Avro schema. Every value may be null. A timestamp has
/// milliseconds and no time zone, like `timestamp` in Athena. Names may contain hyphens, which the rules of Avro
/// forbid.
final class HiveTypes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TEXTS = Set.of("string", "varchar", "char");

    private final String type;
    private int at;
    private int records;

    private HiveTypes(String type) {
        this.type = type;
    }

    /// Returns the schema of a table's files.
    ///
    /// @throws IllegalArgumentException if a column has a type that is not supported
    static Schema schema(List<Catalog.Column> columns) {
        ObjectNode root =
                JSON.objectNode().put("type", "record").put("name", "record").put("namespace", "row");
        ArrayNode fields = root.putArray("fields");
        int number = 0;
        for (Catalog.Column column : columns) {
            number++;
            HiveTypes parser = new HiveTypes(column.type().toLowerCase(Locale.ROOT));
            field(fields, column.name(), parser.next("c" + number));
            if (parser.at != parser.type.length()) {
                throw parser.unknown();
            }
        }
        return new Schema.Parser().setValidate(false).parse(root.toString());
    }

    private static void field(ArrayNode fields, String name, JsonNode fieldType) {
        ObjectNode field = fields.addObject().put("name", name);
        field.set("type", JSON.arrayNode().add("null").add(fieldType));
        field.putNull("default");
    }

    private JsonNode next(String scope) {
        String name = word();
        return switch (name) {
            case "array" -> {
                expect('<');
                JsonNode element = next(scope);
                expect('>');
                yield JSON.objectNode().put("type", "array").set("items", nullable(element));
            }
            case "map" -> {
                expect('<');
                if (!TEXTS.contains(word())) {
                    throw unknown();
                }
                expect(',');
                JsonNode value = next(scope);
                expect('>');
                yield JSON.objectNode().put("type", "map").set("values", nullable(value));
            }
            case "struct" -> struct(scope);
            default -> scalar(name);
        };
    }

    private JsonNode struct(String scope) {
        records++;
        ObjectNode record = JSON.objectNode().put("type", "record").put("name", scope + "r" + records);
        ArrayNode fields = record.putArray("fields");
        char separator = '<';
        while (separator != '>') {
            expect(separator);
            String name = word();
            expect(':');
            field(fields, name, next(scope));
            separator = at < type.length() && type.charAt(at) == ',' ? ',' : '>';
        }
        expect('>');
        return record;
    }

    private JsonNode scalar(String name) {
        return switch (name) {
            case "bigint" -> TextNode.valueOf("long");
            case "int", "integer", "smallint", "tinyint" -> TextNode.valueOf("int");
            case "double", "float", "boolean" -> TextNode.valueOf(name);
            case "date" -> JSON.objectNode().put("type", "int").put("logicalType", "date");
            case "timestamp" -> JSON.objectNode().put("type", "long").put("logicalType", "local-timestamp-millis");
            default -> {
                if (!TEXTS.contains(name)) {
                    throw unknown();
                }
                if (at < type.length() && type.charAt(at) == '(') {
                    at = type.indexOf(')', at) + 1;
                }
                yield TextNode.valueOf("string");
            }
        };
    }

    private static JsonNode nullable(JsonNode schema) {
        return JSON.arrayNode().add("null").add(schema);
    }

    private String word() {
        int start = at;
        while (at < type.length() && "<>,:()".indexOf(type.charAt(at)) < 0) {
            at++;
        }
        return type.substring(start, at).trim();
    }

    private void expect(char wanted) {
        if (at >= type.length() || type.charAt(at) != wanted) {
            throw unknown();
        }
        at++;
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("the column type " + type + " is not written here");
    }
}
