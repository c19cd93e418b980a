package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Prints Trino's types for DuckDB.
public final class TypePrinter {
    private static final Set<String> WITHOUT_CAST = Set.of("row", "map", "json", "unknown", "function");

    private TypePrinter() {}

    /// Returns DuckDB's type for the values of a type, or empty if there is none.
    public static Optional<String> print(Type type) {
        return switch (type.base()) {
            case "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "json", "uuid", "date" ->
                Optional.of(type.base().toUpperCase(Locale.ROOT));
            case "varchar", "char", "joniregexp", "jsonpath", "codepoints" -> Optional.of("VARCHAR");
            case "varbinary" -> Optional.of("BLOB");
            case "decimal" -> Optional.of("DECIMAL(" + type.number() + ", " + type.scale() + ")");
            case "timestamp" -> Optional.of("TIMESTAMP");
            case "timestamp with time zone" -> Optional.of("TIMESTAMPTZ");
            case "time" -> Optional.of("TIME");
            case "time with time zone" -> Optional.of("TIMETZ");
            case "interval day to second", "interval year to month" -> Optional.of("INTERVAL");
            case "unknown" -> Optional.of("INTEGER");
            case "array" -> print(type.element()).map(element -> element + "[]");
            case "map" ->
                print(type.element()).flatMap(key -> print(type.arguments().getLast())
                        .map(value -> "MAP(" + key + ", " + value + ")"));
            case "row" -> row(type);
            default -> Optional.empty();
        };
    }

    private static Optional<String> row(Type row) {
        boolean named = row.names().stream().anyMatch(Optional::isPresent);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.arguments().size(); i++) {
            Optional<String> type = print(row.arguments().get(i));
            if (type.isEmpty()) {
                return Optional.empty();
            }
            String name = row.names().get(i).orElse("field" + i);
            fields.add(named ? Sql.quote(name) + " " + type.get() : type.get());
        }
        return Optional.of((named ? "STRUCT(" : "TUPLE(") + String.join(", ", fields) + ")");
    }

    /// Returns an expression with its type made sure, because DuckDB's functions often give a wider type.
    static String exactly(String value, Type type) {
        if (type.isUntyped() || hasUncertain(type)) {
            return value;
        }
        return print(type).map(name -> "CAST(" + value + " AS " + name + ")").orElse(value);
    }

    private static boolean hasUncertain(Type type) {
        return WITHOUT_CAST.contains(type.base()) || type.arguments().stream().anyMatch(TypePrinter::hasUncertain);
    }
}
