package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.Sql;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/// Prints values as literals of DuckDB.
final class DuckValues {
    private DuckValues() {}

    /// Returns the literal of a value as Iceberg's metadata hold it: a date is a number of days, a time a number of
    /// microseconds.
    static String literal(Type type, @Nullable Object value) {
        if (value == null) {
            return "CAST(NULL AS " + IcebergTypes.duck(type) + ")";
        }
        return switch (type.typeId()) {
            case DATE -> "(DATE '1970-01-01' + " + value + ")";
            case TIMESTAMP -> "CAST(make_timestamp(" + value + ") AS " + IcebergTypes.duck(type) + ")";
            case TIME -> "CAST(TIME '00:00:00' + to_microseconds(" + value + ") AS TIME)";
            case FIXED, BINARY -> blob(value);
            default -> "CAST(" + plain(value) + " AS " + IcebergTypes.duck(type) + ")";
        };
    }

    /// Returns the literal of a text, a number, a truth value or NULL.
    static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Boolean truth -> truth.toString();
            case BigDecimal number -> number.toPlainString();
            case Double number -> Sql.literal(number.toString());
            case Float number -> Sql.literal(number.toString());
            case Number number -> number.toString();
            case UUID uuid -> Sql.literal(uuid.toString());
            default -> Sql.literal(value.toString());
        };
    }

    private static String blob(Object value) {
        byte[] bytes;
        if (value instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        } else {
            bytes = (byte[]) value;
        }
        return "unhex('" + HexFormat.of().formatHex(bytes) + "')";
    }

    /// Returns the literal of a map, whose keys and values are [#plain].
    static String map(@Nullable Map<?, ?> map, String type) {
        if (map == null) {
            return "CAST(NULL AS " + type + ")";
        }
        return "CAST(MAP "
                + map.entrySet().stream()
                        .map(entry -> plain(entry.getKey()) + ": " + plain(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"))
                + " AS " + type + ")";
    }
}
