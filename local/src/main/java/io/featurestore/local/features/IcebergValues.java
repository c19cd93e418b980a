package io.featurestore.local.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Converts feature values to the types of an Iceberg table's columns. A table that CreateFeatureGroup created has
/// columns of the features' own types. Its schema may have changed since: then the text of a feature is parsed as the
/// type of the column, as JSON for a nested type.
final class IcebergValues {
    private static final JsonMapper MAPPER = new JsonMapper();

    private IcebergValues() {}

    /// Converts a value to a type.
    ///
    /// @throws IllegalArgumentException if the value does not have that type
    static Object of(JsonNode value, Type type) {
        if (value.isTextual() && type.isNestedType()) {
            try {
                return required(MAPPER.readTree(value.textValue()), type);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("it is not JSON", e);
            }
        }
        return required(value, type);
    }

    private static @Nullable Object any(JsonNode value, Type type) {
        return value.isNull() || value.isMissingNode() ? null : required(value, type);
    }

    private static Object required(JsonNode value, Type type) {
        return switch (type.typeId()) {
            case LIST -> list(value, type.asListType());
            case MAP -> map(value, type.asMapType());
            case STRUCT -> struct(value, type.asStructType());
            default -> {
                if (value.isContainerNode() || value.isNull()) {
                    throw new IllegalArgumentException("it is not a single value");
                }
                yield scalar(value.asText(), type);
            }
        };
    }

    private static Object scalar(String text, Type type) {
        try {
            return switch (type.typeId()) {
                case STRING -> text;
                case LONG -> Numbers.integral(text).orElseThrow(() -> no(type));
                case INTEGER ->
                    (int) (long) Numbers.integral(text)
                            .filter(value -> value == value.intValue())
                            .orElseThrow(() -> no(type));
                case DOUBLE -> Numbers.fractional(text).orElseThrow(() -> no(type));
                case FLOAT -> (float) (double) Numbers.fractional(text).orElseThrow(() -> no(type));
                case BOOLEAN -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException("it is neither true nor false");
                    }
                    yield text.equals("true");
                }
                case DATE -> LocalDate.parse(text);
                case TIMESTAMP -> timestamp(text, (Types.TimestampType) type);
                case DECIMAL -> decimal(text, (Types.DecimalType) type);
                case UUID -> UUID.fromString(text);
                default -> throw new IllegalArgumentException("columns of the type " + type + " are not written here");
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it is no " + type, e);
        }
    }

    private static IllegalArgumentException no(Type type) {
        return new IllegalArgumentException("it is no " + type);
    }

    private static Object timestamp(String text, Types.TimestampType type) {
        LocalDateTime time = text.endsWith("Z")
                ? LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC)
                : LocalDateTime.parse(text.replace(' ', 'T'));
        return type.shouldAdjustToUTC() ? time.atOffset(ZoneOffset.UTC) : time;
    }

    private static BigDecimal decimal(String text, Types.DecimalType type) {
        try {
            BigDecimal number = new BigDecimal(text).setScale(type.scale());
            if (number.precision() <= type.precision()) {
                return number;
            }
            throw no(type);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("it is no " + type, e);
        }
    }

    private static List<@Nullable Object> list(JsonNode value, Types.ListType type) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("it is not a list");
        }
        List<@Nullable Object> list = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            list.add(any(element, type.elementType()));
        }
        return list;
    }

    private static Map<Object, @Nullable Object> map(JsonNode value, Types.MapType type) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        Map<Object, @Nullable Object> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            map.put(scalar(entry.getKey(), type.keyType()), any(entry.getValue(), type.valueType()));
        }
        return map;
    }

    private static GenericRecord struct(JsonNode value, Types.StructType type) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        GenericRecord struct = GenericRecord.create(type);
        for (Types.NestedField field : type.fields()) {
            struct.setField(field.name(), any(value.path(field.name()), field.type()));
        }
        return struct;
    }
}
