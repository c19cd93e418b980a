package io.featurestore.local.athena.result;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// Prints arrays, maps and rows as Athena's CSV does, such as `[a, b]` and `{k=v}`. This form cannot be parsed
/// without ambiguity.
final class NestedValues {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private NestedValues() {}

    static String print(Object value) throws SQLException {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(@Nullable Object value, StringBuilder out) throws SQLException {
        switch (value) {
            case null -> out.append("null");
            case Array array -> append((Object[]) array.getArray(), out);
            case Object[] elements -> append(elements, out);
            case DuckDBStruct row -> append(row.getMap(), out);
            case Map<?, ?> map -> append(map, out);
            case Timestamp time -> out.append(TIMESTAMP.format(time.toLocalDateTime()));
            case LocalDateTime time -> out.append(TIMESTAMP.format(time));
            case OffsetDateTime time ->
                out.append(TIMESTAMP.format(time.withOffsetSameInstant(ZoneOffset.UTC)))
                        .append(" UTC");
            case Blob blob -> out.append(HexFormat.ofDelimiter(" ").formatHex(blob.getBytes(1, (int) blob.length())));
            default -> out.append(value);
        }
    }

    private static void append(Object[] elements, StringBuilder out) throws SQLException {
        out.append('[');
        for (int i = 0; i < elements.length; i++) {
            out.append(i == 0 ? "" : ", ");
            append(elements[i], out);
        }
        out.append(']');
    }

    private static void append(Map<?, ?> map, StringBuilder out) throws SQLException {
        out.append('{');
        String separator = "";
        int number = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            number++;
            boolean unnamed = entry.getKey() instanceof String name && name.equals("element" + number);
            append(unnamed ? "field" + (number - 1) : entry.getKey(), out);
            out.append('=');
            append(entry.getValue(), out);
            separator = ", ";
        }
        out.append('}');
    }
}
