package io.featurestore.local.athena.result;

import io.featurestore.local.athena.types.Type;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// Prints arrays, maps and rows as Athena's CSV does, such as `[a, b]` and `{k=v}`. This form cannot be parsed
/// without ambiguity.
final class NestedValues {
    /// The formatters of times by their number of digits after the second.
    private static final List<DateTimeFormatter> TIMES = IntStream.rangeClosed(0, 9)
            .mapToObj(digits -> DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss" + (digits == 0 ? "" : "." + "S".repeat(digits)), Locale.ROOT))
            .toList();

    private NestedValues() {}

    /// Returns the text of a value.
    ///
    /// @param type the type in Trino; where it is not known, times have three digits after the second
    static String print(Object value, Type type) throws SQLException {
        StringBuilder out = new StringBuilder();
        append(value, type, out);
        return out.toString();
    }

    private static void append(@Nullable Object value, Type type, StringBuilder out) throws SQLException {
        switch (value) {
            case null -> out.append("null");
            case Array array -> append((Object[]) array.getArray(), part(type, "array", 0), out);
            case Object[] elements -> append(elements, part(type, "array", 0), out);
            case DuckDBStruct row -> append(row.getMap(), type, out);
            case Map<?, ?> map -> append(map, type, out);
            case Timestamp time -> out.append(time(type, time.toLocalDateTime()));
            case LocalDateTime time -> out.append(time(type, time));
            case OffsetDateTime time ->
                out.append(time(type, time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()))
                        .append(" UTC");
            case Blob blob -> out.append(HexFormat.ofDelimiter(" ").formatHex(blob.getBytes(1, (int) blob.length())));
            default -> out.append(value);
        }
    }

    private static String time(Type type, LocalDateTime time) {
        return TIMES.get(Math.min(ResultColumn.digits(type), TIMES.size() - 1)).format(time);
    }

    /// Returns a type among the parameters of a type, if that has the expected form.
    private static Type part(Type type, String base, int number) {
        return type.is(base) && number < type.arguments().size()
                ? type.arguments().get(number)
                : Type.UNTYPED;
    }

    private static void append(Object[] elements, Type element, StringBuilder out) throws SQLException {
        out.append('[');
        for (int i = 0; i < elements.length; i++) {
            out.append(i == 0 ? "" : ", ");
            append(elements[i], element, out);
        }
        out.append(']');
    }

    private static void append(Map<?, ?> map, Type type, StringBuilder out) throws SQLException {
        out.append('{');
        String separator = "";
        int number = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            Type content = type.is("map") ? part(type, "map", 1) : part(type, "row", number);
            number++;
            boolean unnamed = entry.getKey() instanceof String name && name.equals("element" + number);
            append(unnamed ? "field" + (number - 1) : entry.getKey(), part(type, "map", 0), out);
            out.append('=');
            append(entry.getValue(), content, out);
            separator = ", ";
        }
        out.append('}');
    }
}
