package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.PartitionNames;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the values of partition keys, which the catalog holds as text, by the rules of Trino
/// (`io.trino.plugin.hive.util.HiveUtil.parsePartitionValue`).
final class PartitionValue {
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,4}-\\d{1,2}-\\d{1,2})(?: (\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d{1,9})?)?))?");
    private static final Pattern DAY = Pattern.compile("(\\d{1,4})-(\\d{1,2})-(\\d{1,2})");
    private static final String DECIMAL_SUFFIX = "BD";

    private PartitionValue() {}

    /// Returns a value in a form that DuckDB casts to the type of the key; empty for NULL.
    ///
    /// @param text the text of the catalog
    /// @param partition the name of the partition, for the message
    static Optional<String> read(String text, HiveType type, String partition) throws QueryFailure {
        if (!(type instanceof HiveType.Scalar scalar) || scalar.kind() == HiveType.Kind.VARBINARY) {
            throw QueryFailure.user(
                    "NOT_SUPPORTED", "Unsupported type [" + type.trino() + "] for partition: " + partition);
        }
        if (text.equals(PartitionNames.NO_VALUE) || text.equals("\\N")) {
            return Optional.empty();
        }
        try {
            return Optional.of(value(text, scalar));
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw QueryFailure.user(
                    "HIVE_INVALID_PARTITION_VALUE",
                    "Invalid partition value '" + text + "' for " + name(scalar) + " partition key: " + partition);
        }
    }

    private static String name(HiveType.Scalar type) {
        return switch (type.kind()) {
            case REAL -> "FLOAT";
            case TIMESTAMP -> "TIMESTAMP";
            case DECIMAL, VARCHAR, CHAR -> type.trino();
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DOUBLE, VARBINARY, DATE ->
                type.kind().name();
        };
    }

    private static String value(String text, HiveType.Scalar type) {
        return switch (type.kind()) {
            case BOOLEAN -> {
                if (!text.isEmpty() && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                    throw new NumberFormatException(text);
                }
                yield text.isEmpty() ? "false" : text.toLowerCase(Locale.ROOT);
            }
            case TINYINT -> Byte.toString(text.isEmpty() ? 0 : Byte.parseByte(text));
            case SMALLINT -> Short.toString(text.isEmpty() ? 0 : Short.parseShort(text));
            case INTEGER -> Integer.toString(text.isEmpty() ? 0 : Integer.parseInt(text));
            case BIGINT -> Long.toString(text.isEmpty() ? 0 : Long.parseLong(text));
            case REAL -> Float.toString(text.isEmpty() ? 0 : Float.parseFloat(text));
            case DOUBLE -> Double.toString(text.isEmpty() ? 0 : Double.parseDouble(text));
            case DECIMAL -> decimal(text, type);
            case DATE -> day(text).toString();
            case TIMESTAMP -> time(text).toString().replace('T', ' ');
            case VARCHAR -> fitting(text, type);
            case CHAR -> {
                String trimmed = text.replaceFirst(" +$", "");
                yield fitting(trimmed, type) + " ".repeat(type.size() - trimmed.codePointCount(0, trimmed.length()));
            }
            case VARBINARY -> throw new NumberFormatException(text);
        };
    }

    private static String decimal(String text, HiveType.Scalar type) {
        String digits = text.endsWith(DECIMAL_SUFFIX) ? text.substring(0, text.length() - 2) : text;
        BigDecimal decimal = new BigDecimal(digits.isEmpty() ? "0" : digits).setScale(type.scale());
        if (decimal.precision() > type.size()) {
            throw new ArithmeticException(text);
        }
        return decimal.toPlainString();
    }

    private static LocalDate day(String text) {
        LocalDateTime time = time(text);
        if (!time.toLocalDate().atStartOfDay().equals(time)) {
            throw new DateTimeException(text);
        }
        return time.toLocalDate();
    }

    private static LocalDateTime time(String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException(text);
        }
        var day = DAY.matcher(matcher.group(1));
        if (!day.matches()) {
            throw new DateTimeException(text);
        }
        LocalDate date = LocalDate.of(
                Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        String clock = matcher.group(2);
        if (clock == null) {
            return date.atStartOfDay();
        }
        String[] parts = clock.split("[:.]");
        int nanos = parts.length < 4 ? 0 : Integer.parseInt((parts[3] + "000000000").substring(0, 9));
        return date.atTime(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                parts.length < 3 ? 0 : Integer.parseInt(parts[2]),
                nanos);
    }

    private static String fitting(String text, HiveType.Scalar type) {
        if (type.size() > 0 && text.codePointCount(0, text.length()) > type.size()) {
            throw new NumberFormatException(text);
        }
        return text;
    }
}
