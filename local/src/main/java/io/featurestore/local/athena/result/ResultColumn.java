package io.featurestore.local.athena.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.athena.types.Type;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Describes a column of a result.
///
/// @param name the name
/// @param kind the way in which its values are printed
/// @param precision the number of digits or the length, as the API reports it
/// @param scale the number of digits after the decimal point
/// @param type the type in Trino, which tells the digits of times within rows, arrays and maps
public record ResultColumn(String name, Kind kind, int precision, int scale, Type type) {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");
    private static final int ANY_LENGTH = Integer.MAX_VALUE;
    private static final int USUAL_DIGITS = 3;

    /// The kinds of columns, each with its own way of reading values from DuckDB and printing them.
    enum Kind {
        VARCHAR("varchar"),
        INTEGER("integer"),
        SMALLINT("smallint"),
        TINYINT("tinyint"),
        BIGINT("bigint"),
        HUGE("bigint"),
        DOUBLE("double"),
        REAL("float"),
        DECIMAL("decimal"),
        BOOLEAN("boolean"),
        DATE("date"),
        TIME("time"),
        TIMESTAMP("timestamp"),
        INSTANT("timestamp with time zone"),
        VARBINARY("varbinary"),
        JSON("json"),
        ARRAY("array"),
        ROW("row"),
        MAP("map"),
        INTERVAL("interval day to second"),
        UUID("uuid"),
        UNKNOWN("unknown");

        private final String athena;

        Kind(String athena) {
            this.athena = athena;
        }
    }

    /// Creates a column from DuckDB's description of it.
    ///
    /// @param type DuckDB's type
    /// @param trino Trino's type; it may be unknown
    static ResultColumn of(String label, int position, String type, Type trino) throws QueryFailure {
        String name = label.startsWith(Translation.UNNAMED) ? "_col" + position : label;
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            return new ResultColumn(
                    name, Kind.DECIMAL, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)), trino);
        }
        Kind kind = kind(type.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> QueryFailure.user("NOT_SUPPORTED", "a result of type " + type + " is not served"));
        return new ResultColumn(
                name,
                kind,
                switch (kind) {
                    case VARCHAR -> ANY_LENGTH;
                    case INTEGER -> 10;
                    case SMALLINT -> 5;
                    case TINYINT, TIME -> 3;
                    case TIMESTAMP, INSTANT -> digits(trino);
                    case BIGINT, HUGE -> 19;
                    case DOUBLE, REAL -> 17;
                    case DECIMAL, BOOLEAN, DATE, VARBINARY, JSON, ARRAY, ROW, MAP, INTERVAL, UUID, UNKNOWN -> 0;
                },
                0,
                trino);
    }

    /// Returns the number of digits after the second that are printed of a time: at least three, as Athena prints a
    /// time without a fraction (docs.aws.amazon.com/athena/latest/ug/data-types-timestamps.html).
    static int digits(Type type) {
        return type.base().startsWith("timestamp") ? Math.max(USUAL_DIGITS, type.number()) : USUAL_DIGITS;
    }

    private static Optional<Kind> kind(String type) {
        if (type.endsWith("]")) {
            return Optional.of(Kind.ARRAY);
        }
        return switch (type.split("\\(", 2)[0]) {
            case "VARCHAR" -> Optional.of(Kind.VARCHAR);
            case "INTEGER", "USMALLINT" -> Optional.of(Kind.INTEGER);
            case "SMALLINT", "UTINYINT" -> Optional.of(Kind.SMALLINT);
            case "TINYINT" -> Optional.of(Kind.TINYINT);
            case "BIGINT", "UINTEGER" -> Optional.of(Kind.BIGINT);
            case "HUGEINT", "UBIGINT", "UHUGEINT" -> Optional.of(Kind.HUGE);
            case "DOUBLE" -> Optional.of(Kind.DOUBLE);
            case "FLOAT" -> Optional.of(Kind.REAL);
            case "BOOLEAN" -> Optional.of(Kind.BOOLEAN);
            case "DATE" -> Optional.of(Kind.DATE);
            case "TIME" -> Optional.of(Kind.TIME);
            case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" -> Optional.of(Kind.TIMESTAMP);
            case "TIMESTAMP WITH TIME ZONE" -> Optional.of(Kind.INSTANT);
            case "BLOB" -> Optional.of(Kind.VARBINARY);
            case "JSON" -> Optional.of(Kind.JSON);
            case "STRUCT", "TUPLE" -> Optional.of(Kind.ROW);
            case "MAP" -> Optional.of(Kind.MAP);
            case "INTERVAL" -> Optional.of(Kind.INTERVAL);
            case "UUID" -> Optional.of(Kind.UUID);
            case "NULL", "\"NULL\"" -> Optional.of(Kind.UNKNOWN);
            default -> Optional.empty();
        };
    }

    /// Returns the expression to select so that [#write] can read the value. It yields types that are cheap to
    /// read, and text where DuckDB prints like Athena.
    String fetch(String value) {
        return switch (kind) {
            case VARCHAR, INTEGER, SMALLINT, TINYINT, BIGINT, DOUBLE, REAL, BOOLEAN, ARRAY, ROW, MAP -> value;
            case TIMESTAMP, INSTANT -> "epoch_us(" + value + ")";
            case DATE -> "epoch_us(CAST(" + value + " AS TIMESTAMP))";
            case VARBINARY -> "trim(regexp_replace(lower(hex(" + value + ")), '(..)', '\\1 ', 'g'))";
            case TIME -> "strftime(DATE '2000-01-01' + " + value + ", '%H:%M:%S.%g')";
            case INTERVAL -> "trino_interval(" + value + ")";
            case DECIMAL -> "trino_fraction(CAST(" + value + " AS VARCHAR))";
            case HUGE, JSON, UUID, UNKNOWN -> "CAST(" + value + " AS VARCHAR)";
        };
    }

    /// Returns whether the value is read as an object of Java, which only [#write] prints.
    boolean nested() {
        return kind == Kind.ARRAY || kind == Kind.ROW || kind == Kind.MAP;
    }

    /// Returns whether Athena prints the value in another way than DuckDB prints what [#fetch] selects.
    boolean printedDifferently() {
        return switch (kind) {
            case DOUBLE, REAL, DATE, TIMESTAMP, INSTANT -> true;
            default -> nested();
        };
    }

    /// Writes a value that DuckDB printed, if it is [#printedDifferently] and not [#nested].
    ///
    /// @param text the text of DuckDB from one index to another, in ASCII and without quotes
    void reprint(byte[] text, int from, int to, CsvBytes out, CivilTime time) throws IOException {
        switch (kind) {
            case DOUBLE -> DoubleText.print(text, from, to, out);
            case REAL -> out.plain(Float.toString((float) DoubleText.parse(text, from, to)));
            default -> {
                time.set(Long.parseLong(new String(text, from, to - from, US_ASCII)));
                print(time, out);
            }
        }
    }

    private void print(CivilTime time, CsvBytes out) throws IOException {
        if (kind == Kind.DATE) {
            out.date(time);
        } else {
            out.timestamp(time, precision, kind == Kind.INSTANT ? " UTC" : "");
        }
    }

    /// Writes a value. NULL is written as nothing.
    void write(ResultSet rows, int index, CsvBytes out, CivilTime time) throws SQLException, IOException {
        switch (kind) {
            case INTEGER, SMALLINT, TINYINT, BIGINT -> {
                long number = rows.getLong(index);
                if (!rows.wasNull()) {
                    out.quoted(number);
                }
            }
            case DOUBLE -> {
                double number = rows.getDouble(index);
                if (!rows.wasNull()) {
                    out.plain(Double.toString(number));
                }
            }
            case REAL -> {
                float number = rows.getFloat(index);
                if (!rows.wasNull()) {
                    out.plain(Float.toString(number));
                }
            }
            case BOOLEAN -> {
                boolean value = rows.getBoolean(index);
                if (!rows.wasNull()) {
                    out.plain(value ? "true" : "false");
                }
            }
            case DATE, TIMESTAMP, INSTANT -> {
                long micros = rows.getLong(index);
                if (!rows.wasNull()) {
                    time.set(micros);
                    print(time, out);
                }
            }
            case ARRAY, ROW, MAP -> {
                Object value = rows.getObject(index);
                if (value != null) {
                    out.quoted(NestedValues.print(value, type));
                }
            }
            case VARCHAR, HUGE, DECIMAL, TIME, VARBINARY, JSON, INTERVAL, UUID, UNKNOWN -> {
                String text = rows.getString(index);
                if (text != null) {
                    out.quoted(text);
                }
            }
        }
    }

    /// Returns the column as GetQueryResults describes it.
    public ObjectNode info() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("CatalogName", "hive")
                .put("SchemaName", "")
                .put("TableName", "")
                .put("Name", name)
                .put("Label", name)
                .put("Type", kind.athena)
                .put("Precision", precision)
                .put("Scale", scale)
                .put("Nullable", "UNKNOWN")
                .put("CaseSensitive", kind == Kind.VARCHAR || kind == Kind.JSON);
    }
}
