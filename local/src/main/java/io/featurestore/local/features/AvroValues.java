package io.featurestore.local.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/// Converts feature values to the types of a table's columns. A table that CreateFeatureGroup created has columns
/// of the features' own types. An ETL job may have changed them: then the text of a feature is parsed as the type
/// of the column, as JSON for a nested type, so that all files of the table have the same types.
final class AvroValues {
    private static final JsonMapper MAPPER = new JsonMapper();

    private AvroValues() {}

    /// Converts a value to the type of a column.
    ///
    /// @param column the column's schema, a union of null and one type
    /// @throws IllegalArgumentException if the value does not have that type
    static Object of(JsonNode value, Schema column) {
        Schema schema = present(column);
        if (value.isTextual() && isNested(schema)) {
            try {
                return required(MAPPER.readTree(value.textValue()), schema);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("it is not JSON", e);
            }
        }
        return required(value, schema);
    }

    private static @Nullable Object any(JsonNode value, Schema column) {
        return value.isNull() || value.isMissingNode() ? null : required(value, present(column));
    }

    private static Object required(JsonNode value, Schema schema) {
        return switch (schema.getType()) {
            case ARRAY -> list(value, schema);
            case MAP -> map(value, schema);
            case RECORD -> struct(value, schema);
            default -> {
                if (value.isContainerNode() || value.isNull()) {
                    throw new IllegalArgumentException("it is not a single value");
                }
                yield scalar(value.asText(), schema);
            }
        };
    }

    private static Object scalar(String text, Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            return logical.getName().equals("date") ? date(text) : timestamp(text);
        }
        return switch (schema.getType()) {
            case STRING -> text;
            case LONG -> Numbers.integral(text).orElseThrow(() -> new IllegalArgumentException("it is no bigint"));
            case INT ->
                (int) (long) Numbers.integral(text)
                        .filter(value -> value == value.intValue())
                        .orElseThrow(() -> new IllegalArgumentException("it is no int"));
            case DOUBLE -> Numbers.fractional(text).orElseThrow(() -> new IllegalArgumentException("it is no double"));
            case FLOAT ->
                (float) (double)
                        Numbers.fractional(text).orElseThrow(() -> new IllegalArgumentException("it is no float"));
            case BOOLEAN ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("it is neither true nor false");
                };
            default -> throw new IllegalStateException("HiveTypes makes no " + schema);
        };
    }

    private static int date(String text) {
        try {
            return (int) LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it is no date", e);
        }
    }

    private static long timestamp(String text) {
        try {
            Instant instant = text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            return instant.toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it is no timestamp", e);
        }
    }

    private static List<@Nullable Object> list(JsonNode value, Schema schema) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("it is not a list");
        }
        List<@Nullable Object> list = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            list.add(any(element, schema.getElementType()));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(JsonNode value, Schema schema) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        Map<String, @Nullable Object> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            map.put(entry.getKey(), any(entry.getValue(), schema.getValueType()));
        }
        return map;
    }

    private static GenericData.Record struct(JsonNode value, Schema schema) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), any(value.path(field.name()), field.schema()));
        }
        return record;
    }

    private static boolean isNested(Schema schema) {
        return switch (schema.getType()) {
            case ARRAY, MAP, RECORD -> true;
            default -> false;
        };
    }

    private static Schema present(Schema union) {
        return union.getTypes().get(1);
    }
}
