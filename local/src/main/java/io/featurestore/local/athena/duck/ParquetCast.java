package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.ParquetNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.Type;

/// Converts the values of a Parquet file's column to the type in the catalog, where Trino does
/// (`io.trino.parquet.reader.ColumnReaderFactory`); the answers of Trino 476 for all pairs of types are a test's
/// data. Fields of a struct are found by name, in any case; a field that a file lacks is NULL. One pair differs:
/// a decimal is read as a double, which Trino refuses, because tools that write times as SQL literals store them so.
final class ParquetCast {
    /// The precision up to which Trino holds a decimal in a `long`.
    private static final int SHORT_DECIMAL = 18;

    private ParquetCast() {}

    /// Returns an expression for a value in the type of the catalog.
    ///
    /// @param value an expression for the value as DuckDB reads it
    /// @throws QueryFailure if Trino does not read the column as that type
    static String of(HiveType to, ParquetNode from, String value) throws QueryFailure {
        if (from.isRepeated() && !(to instanceof HiveType.ListOf)) {
            throw unsupported(to, from);
        }
        return switch (to) {
            case HiveType.Scalar scalar -> {
                boolean text = scalar.kind() == HiveType.Kind.VARCHAR
                        && !from.physical().equals(Optional.of(Type.BYTE_ARRAY));
                if (text && from.path().size() > 1) {
                    // Trino makes texts of numbers and times only where they are columns.
                    throw unsupported(to, from);
                }
                yield scalar(scalar, from, value);
            }
            case HiveType.ListOf list -> list(list, from, value);
            case HiveType.MapOf map -> map(map, from, value);
            case HiveType.StructOf struct -> struct(struct, from, value);
        };
    }

    private static String list(HiveType.ListOf to, ParquetNode from, String value) throws QueryFailure {
        Optional<ParquetNode> element = from.element();
        if (element.isEmpty()) {
            throw unsupported(to, from);
        }
        String variable = variable(from);
        String converted = of(to.element(), element.get(), variable);
        return converted.equals(variable)
                ? value
                : "list_transform(" + value + ", lambda " + variable + ": " + converted + ")";
    }

    private static String map(HiveType.MapOf to, ParquetNode from, String value) throws QueryFailure {
        Optional<List<ParquetNode>> entry = from.entry();
        if (entry.isEmpty()) {
            throw unsupported(to, from);
        }
        String variable = variable(from);
        String key = of(to.key(), entry.get().getFirst(), variable + ".key");
        String mapped = of(to.value(), entry.get().getLast(), variable + ".value");
        if (key.equals(variable + ".key") && mapped.equals(variable + ".value")) {
            return value;
        }
        return "CASE WHEN " + value + " IS NULL THEN NULL ELSE map_from_entries(list_transform(map_entries(" + value
                + "), lambda " + variable + ": struct_pack(key := " + key + ", value := " + mapped + "))) END";
    }

    private static String struct(HiveType.StructOf to, ParquetNode from, String value) throws QueryFailure {
        if (!from.isStruct()) {
            throw unsupported(to, from);
        }
        List<String> fields = new ArrayList<>();
        boolean same = from.children().size() == to.fields().size();
        for (int i = 0; i < to.fields().size(); i++) {
            HiveType.Field field = to.fields().get(i);
            Optional<ParquetNode> own = from.child(field.name());
            String plain = value + "." + Sql.quote(own.map(ParquetNode::name).orElse(""));
            String converted =
                    own.isEmpty() ? "CAST(NULL AS " + field.type().duck() + ")" : of(field.type(), own.get(), plain);
            same &= own.isPresent()
                    && converted.equals(plain)
                    && from.children().get(i).name().equals(field.name());
            fields.add(Sql.quote(field.name()) + " := " + converted);
        }
        return same
                ? value
                : "CASE WHEN " + value + " IS NULL THEN NULL ELSE struct_pack(" + String.join(", ", fields) + ") END";
    }

    /// Returns a name for the elements of a list, which differs from those of the lists around it.
    private static String variable(ParquetNode list) {
        return "e" + list.path().size();
    }

    private static String scalar(HiveType.Scalar to, ParquetNode from, String value) throws QueryFailure {
        Type physical = from.physical().orElseThrow(() -> unsupported(to, from));
        String logical = from.logical();
        boolean decimal = logical.startsWith("DECIMAL");
        Optional<String> converted =
                switch (physical) {
                    case BOOLEAN -> to.kind() == HiveType.Kind.BOOLEAN ? Optional.of(value) : Optional.empty();
                    case INT32 ->
                        decimal
                                ? decimal(to, logical, value)
                                : logical.equals("DATE")
                                        ? date(to, value)
                                        : logical.startsWith("TIME") ? Optional.empty() : integer(to, from, value);
                    case INT64 ->
                        decimal
                                ? decimal(to, logical, value)
                                : logical.startsWith("TIMESTAMP")
                                        ? time(to, logical, value)
                                        : logical.startsWith("TIME") ? Optional.empty() : integer(to, from, value);
                    case INT96 -> time(to, "TIMESTAMP(NANOS,int96)", value);
                    case FLOAT -> floating(to, HiveType.Kind.REAL, value);
                    case DOUBLE -> floating(to, HiveType.Kind.DOUBLE, value);
                    case BYTE_ARRAY -> decimal ? decimal(to, logical, value) : text(to, logical, value);
                    case FIXED_LEN_BYTE_ARRAY ->
                        decimal
                                ? decimal(to, logical, value)
                                : to.kind() == HiveType.Kind.VARBINARY ? bytes(logical, value) : Optional.empty();
                };
        return converted.orElseThrow(() -> unsupported(to, from));
    }

    private static Optional<String> integer(HiveType.Scalar to, ParquetNode from, String value) {
        boolean wide = from.physical().equals(Optional.of(Type.INT64));
        String signed = signed(from, value);
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                Optional.of(signed.equals(value) && to.kind() == kind(from) ? value : cast(signed, to));
            case DOUBLE -> Optional.of(wide ? exact(signed) : cast(signed, to));
            case DECIMAL -> wide || to.size() > SHORT_DECIMAL ? Optional.empty() : Optional.of(cast(signed, to));
            case VARCHAR -> Optional.of(bounded("CAST(" + signed + " AS VARCHAR)", to));
            case DATE -> Optional.of("(DATE '1970-01-01' + CAST(" + signed + " AS INTEGER))");
            case BOOLEAN, REAL, CHAR, VARBINARY, TIMESTAMP -> Optional.empty();
        };
    }

    /// Converts an integer to a double, which must hold it exactly.
    private static String exact(String value) {
        String converted = "CAST(" + value + " AS DOUBLE)";
        return "CASE WHEN CAST(" + converted + " AS HUGEINT) <> " + value + " THEN error('Cannot read value ''' || "
                + value + " || ''' as DOUBLE') ELSE " + converted + " END";
    }

    /// Returns the kind of the integers that DuckDB reads from a column.
    private static HiveType.Kind kind(ParquetNode from) {
        return switch (from.logical()) {
            case "INTEGER(8,true)" -> HiveType.Kind.TINYINT;
            case "INTEGER(16,true)" -> HiveType.Kind.SMALLINT;
            default -> from.physical().equals(Optional.of(Type.INT64)) ? HiveType.Kind.BIGINT : HiveType.Kind.INTEGER;
        };
    }

    /// Returns an integer as Trino sees it: it reads the bits of an unsigned one as those of a signed one.
    private static String signed(ParquetNode from, String value) {
        return switch (from.logical()) {
            case "INTEGER(32,false)" -> wrapped(value, "2147483647", "4294967296");
            case "INTEGER(64,false)" -> wrapped(value, "9223372036854775807", "18446744073709551616");
            case "INTEGER(8,false)", "INTEGER(16,false)" -> "CAST(" + value + " AS INTEGER)";
            default -> value;
        };
    }

    private static String wrapped(String value, String largest, String range) {
        return "CAST(CASE WHEN " + value + " > " + largest + " THEN CAST(" + value + " AS HUGEINT) - " + range
                + " ELSE " + value + " END AS BIGINT)";
    }

    private static Optional<String> floating(HiveType.Scalar to, HiveType.Kind own, String value) {
        return switch (to.kind()) {
            case REAL -> own == HiveType.Kind.REAL ? Optional.of(value) : Optional.empty();
            case DOUBLE -> Optional.of(own == HiveType.Kind.DOUBLE ? value : cast(value, to));
            case VARCHAR -> Optional.of(bounded("CAST(" + value + " AS VARCHAR)", to));
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, CHAR, VARBINARY, DATE, TIMESTAMP ->
                Optional.empty();
        };
    }

    private static Optional<String> decimal(HiveType.Scalar to, String logical, String value) {
        return switch (to.kind()) {
            case DECIMAL ->
                Optional.of(
                        ("DECIMAL(" + to.size() + "," + to.scale() + ")").equals(logical) ? value : cast(value, to));
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                logical.endsWith(",0)") && precision(logical) <= SHORT_DECIMAL
                        ? Optional.of(cast(value, to))
                        : Optional.empty();
            case VARCHAR -> Optional.of(bounded("CAST(" + value + " AS VARCHAR)", to));
            case DOUBLE -> Optional.of(cast(value, to));
            case BOOLEAN, REAL, CHAR, VARBINARY, DATE, TIMESTAMP -> Optional.empty();
        };
    }

    private static int precision(String logical) {
        return Integer.parseInt(logical.substring(logical.indexOf('(') + 1, logical.indexOf(',')));
    }

    private static Optional<String> date(HiveType.Scalar to, String value) {
        return to.kind() == HiveType.Kind.DATE ? Optional.of(value) : Optional.empty();
    }

    /// Converts a time. Athena's `timestamp` has milliseconds; finer ones are rounded, half up.
    private static Optional<String> time(HiveType.Scalar to, String logical, String value) {
        String plain = logical.endsWith("true)") ? "CAST(" + value + " AS TIMESTAMP)" : value;
        String rounded = logical.contains("MILLIS")
                ? plain
                : "date_trunc('milliseconds', CAST(" + value + " AS TIMESTAMP) + INTERVAL 500 MICROSECONDS)";
        return switch (to.kind()) {
            case TIMESTAMP -> Optional.of(rounded);
            case BIGINT ->
                logical.contains("int96")
                        ? Optional.empty()
                        : Optional.of(
                                logical.contains("MILLIS")
                                        ? "epoch_ms(" + value + ")"
                                        : logical.contains("MICROS")
                                                ? "epoch_us(" + value + ")"
                                                : "epoch_ns(" + value + ")");
            case VARCHAR ->
                logical.contains("int96")
                        ? Optional.of(shortened("strftime(" + rounded + ", '%Y-%m-%d %H:%M:%S.%g')", to))
                        : Optional.empty();
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, REAL, DOUBLE, DECIMAL, CHAR, VARBINARY, DATE -> Optional.empty();
        };
    }

    private static Optional<String> text(HiveType.Scalar to, String logical, String value) {
        boolean binary = logical.isEmpty() || logical.equals("BSON");
        String text =
                binary ? "decode(" + value + ")" : logical.equals("JSON") ? "CAST(" + value + " AS VARCHAR)" : value;
        return switch (to.kind()) {
            case VARCHAR -> Optional.of(shortened(text, to));
            case CHAR -> Optional.of("rtrim(left(" + text + ", " + to.size() + "), ' ')");
            case VARBINARY -> Optional.of(binary ? value : "encode(" + text + ")");
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, DATE, TIMESTAMP ->
                Optional.empty();
        };
    }

    private static Optional<String> bytes(String logical, String value) {
        return switch (logical) {
            case "UUID" -> Optional.of("unhex(replace(CAST(" + value + " AS VARCHAR), '-', ''))");
            case "" -> Optional.of(value);
            default -> Optional.empty();
        };
    }

    /// Returns a text without the characters that a `varchar(n)` cannot hold.
    private static String shortened(String text, HiveType.Scalar to) {
        return to.size() == 0 ? text : "left(" + text + ", " + to.size() + ")";
    }

    /// Returns the text of a number, which must fit into a `varchar(n)`.
    private static String bounded(String text, HiveType.Scalar to) {
        return to.size() == 0
                ? text
                : "CASE WHEN length(" + text + ") > " + to.size() + " THEN error('Varchar representation of ' || "
                        + text + " || ' exceeds " + to.trino() + " bounds') ELSE " + text + " END";
    }

    private static String cast(String value, HiveType to) {
        return "CAST(" + value + " AS " + to.duck() + ")";
    }

    private static QueryFailure unsupported(HiveType to, ParquetNode from) {
        return QueryFailure.user(
                "NOT_SUPPORTED",
                "Unsupported Trino column type (" + to.trino() + ") for Parquet column (" + from.describe() + ")");
    }
}
