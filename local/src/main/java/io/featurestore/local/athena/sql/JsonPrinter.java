package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints casts to JSON for DuckDB. DuckDB's own conversion writes numbers and maps in other ways than Trino
/// does.
final class JsonPrinter {
    /// Java's BigDecimal prints an exponent below so many zeros after the point (`BigDecimal.toString`), and
    /// Trino prints decimals in JSON with it (`io.trino.util.JsonUtil`).
    private static final int PLAIN_ZEROS = 6;

    private JsonPrinter() {}

    /// Returns a value as JSON.
    static String print(String value, Type type) {
        if (type.is("json")) {
            return value;
        }
        return isAlike(type) ? "to_json(" + value + ")" : "CAST(" + json(value, type, 0) + " AS JSON)";
    }

    /// Returns the text of a JSON string, or the JSON text of a number or a truth value.
    static String text(String json) {
        return "json_extract_string(" + json + ", '$')";
    }

    /// Returns whether DuckDB writes the values of a type as Trino does.
    private static boolean isAlike(Type type) {
        return switch (type.base()) {
            case "", "boolean", "tinyint", "smallint", "integer", "bigint", "varchar", "date", "unknown" -> true;
            case "array" -> isAlike(type.element());
            case "row" ->
                type.names().stream().allMatch(Optional::isPresent)
                        && type.arguments().stream().allMatch(JsonPrinter::isAlike);
            default -> false;
        };
    }

    private static String json(String value, Type type, int depth) {
        return switch (type.base()) {
            case "double", "real" -> "trino_json_number(" + value + ")";
            case "decimal" -> {
                String text = CastPrinter.text(value, type);
                // Only such a decimal can have the zeros after the point for which Java's BigDecimal prints an
                // exponent.
                yield type.scale() > PLAIN_ZEROS ? "trino_json_decimal(" + text + ", " + type.scale() + ")" : text;
            }
            case "json" -> "CAST(" + value + " AS VARCHAR)";
            case "char", "timestamp" -> "CAST(to_json(" + CastPrinter.text(value, type) + ") AS VARCHAR)";
            case "array" -> {
                String name = "e" + depth;
                yield whenPresent(
                        value,
                        "'[' || array_to_string(list_transform(" + value + ", lambda " + name + ": "
                                + present(name, type.element(), depth + 1) + "), ',') || ']'");
            }
            case "map" -> {
                String name = "e" + depth;
                Type key = type.element();
                String text = key.is("varchar") ? name + ".key" : CastPrinter.text(name + ".key", key);
                // Trino sorts the keys as texts.
                String entries = "list_sort(list_transform(map_entries(" + value + "), lambda " + name
                        + ": struct_pack(k := " + text + ", v := " + name + ".value)))";
                yield whenPresent(
                        value,
                        "'{' || array_to_string(list_transform(" + entries + ", lambda " + name + ": CAST(to_json("
                                + name + ".k) AS VARCHAR) || ':' || "
                                + present(name + ".v", type.arguments().getLast(), depth + 1) + "), ',') || '}'");
            }
            case "row" -> {
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < type.arguments().size(); i++) {
                    String name = "\"" + type.names().get(i).orElse("") + "\":";
                    fields.add(Sql.literal(name) + " || "
                            + present(
                                    "struct_extract_at(" + value + ", " + (i + 1) + ")",
                                    type.arguments().get(i),
                                    depth));
                }
                yield whenPresent(value, "'{' || " + String.join(" || ',' || ", fields) + " || '}'");
            }
            default -> "CAST(to_json(" + value + ") AS VARCHAR)";
        };
    }

    private static String whenPresent(String value, String json) {
        return "CASE WHEN " + value + " IS NULL THEN NULL ELSE " + json + " END";
    }

    private static String present(String value, Type type, int depth) {
        return "coalesce(" + json(value, type, depth) + ", 'null')";
    }
}
