package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Type;
import java.util.Optional;

/// Prints casts for DuckDB so that they give the values, and refuse the values, that Trino's casts do. The macros
/// are in {@code session.sql}.
final class CastPrinter {
    private static final int MICROSECONDS = 6;

    /// The beginning of a macro that gives NULL where the macro without it fails.
    private static final String TRY = "try_";

    private final boolean safe;

    private CastPrinter(boolean safe) {
        this.safe = safe;
    }

    /// Returns a value after an implicit coercion.
    static String coerced(String value, Type from, Type to) {
        if (from.equals(to)) {
            return value;
        }
        if (to.is("char")) {
            return "rtrim(" + value + ", ' ')";
        }
        if (to.is("varchar") || from.isText()) {
            return from.equals(Type.UNKNOWN) ? new CastPrinter(false).plain(value, to) : value;
        }
        Optional<String> own = TypePrinter.print(from);
        return own.isPresent() && own.equals(TypePrinter.print(to)) && !from.equals(Type.UNKNOWN)
                ? value
                : new CastPrinter(false).plain(value, to);
    }

    private String plain(String value, Type to) {
        return TypePrinter.print(to)
                .map(type -> (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")")
                .orElse(value);
    }

    private String macro(String name) {
        return "trino_" + (safe ? TRY : "") + name;
    }

    /// Returns a value after a cast that the query writes.
    ///
    /// @param safe whether a value that cannot be cast becomes NULL
    static String cast(String value, Type from, Type to, boolean safe) {
        return new CastPrinter(safe).cast(value, from, to);
    }

    private String cast(String value, Type from, Type to) {
        return switch (to.base()) {
            case "json" -> JsonPrinter.print(value, from);
            case "varchar" -> text(value, from, to);
            case "char" -> "rtrim(left(" + value + ", " + to.number() + "), ' ')";
            case "boolean", "date", "tinyint", "smallint", "integer", "bigint" -> scalar(value, from, to);
            case "real", "double" -> plain(from.is("json") ? JsonPrinter.text(value) : value, to);
            case "decimal" -> decimal(from.is("json") ? JsonPrinter.text(value) : value, from, to);
            case "timestamp", "timestamp with time zone" -> moment(value, from, to);
            case "varbinary" -> from.is("varchar") ? "encode(" + value + ")" : plain(value, to);
            default -> plain(from.is("json") ? "json(" + value + ")" : value, to);
        };
    }

    private String decimal(String value, Type from, Type to) {
        if (!from.is("varchar")) {
            return plain(value, to);
        }
        String name = "DECIMAL(" + to.number() + ", " + to.scale() + ")";
        return plain(
                safe ? "trino_number(" + value + ")" : "trino_decimal(" + value + ", " + Sql.literal(name) + ")", to);
    }

    private String scalar(String value, Type from, Type to) {
        String name = to.base();
        return switch (from.base()) {
            case "varchar" -> macro(name) + "(" + value + ")";
            case "json" ->
                name.equals("boolean")
                        ? macro(name) + "(" + JsonPrinter.text(value) + ")"
                        : plain("round(" + plain(JsonPrinter.text(value), Type.DOUBLE) + ")", to);
            case "double", "real" -> plain(to.isWhole() ? "round(" + value + ")" : value, to);
            default -> plain(value, to);
        };
    }

    private String moment(String value, Type from, Type to) {
        boolean zoned = to.is("timestamp with time zone");
        String read =
                from.is("varchar") ? macro(zoned ? "instant" : "timestamp") + "(" + value + ")" : plain(value, to);
        boolean finer = from.is("varchar") || from.base().startsWith("timestamp") && from.number() > to.number();
        return finer && to.number() < MICROSECONDS
                ? plain("trino_rounded(" + read + ", " + to.number() + ")", to)
                : read;
    }

    /// Returns a value as text. A text that is longer than its type allows is cut if it was a text before, and
    /// refused otherwise.
    private String text(String value, Type from, Type to) {
        String text = text(value, from);
        if (to.number() == Type.UNBOUNDED) {
            return text;
        }
        return from.isText() || from.is("json")
                ? "left(" + text + ", " + to.number() + ")"
                : macro("fitting") + "(" + text + ", " + to.number() + ")";
    }

    /// Returns a value as text in Trino's form.
    static String text(String value, Type from) {
        return switch (from.base()) {
            case "varchar" -> value;
            case "char" -> padded(value, from);
            case "real", "double" -> "trino_scientific(" + value + ")";
            case "timestamp", "timestamp with time zone" ->
                "trino_moment(" + value + ", " + from.number() + ")" + (from.is("timestamp") ? "" : " || ' UTC'");
            case "time" ->
                "left(strftime(DATE '2000-01-01' + " + value + ", '%H:%M:%S.%f'), "
                        + (from.number() == 0 ? 8 : 9 + Math.min(MICROSECONDS, from.number())) + ")";
            case "json" -> JsonPrinter.text(value);
            case "decimal" ->
                from.number() == from.scale()
                        ? "trino_fraction(CAST(" + value + " AS VARCHAR))"
                        : "CAST(" + value + " AS VARCHAR)";
            case "interval day to second" -> "trino_days(" + value + ")";
            case "interval year to month" -> "trino_months(" + value + ")";
            case "" -> "trino_varchar(" + value + ")";
            default -> "CAST(" + value + " AS VARCHAR)";
        };
    }

    /// Returns a `char` with the spaces that belong to it. DuckDB's values are kept without them.
    static String padded(String value, Type type) {
        return "rpad(" + value + ", " + type.number() + ", ' ')";
    }
}
