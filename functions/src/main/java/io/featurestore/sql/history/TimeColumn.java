package io.featurestore.sql.history;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType.Decimal;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.ColumnType.Timestamp;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.store.Table.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Compares a column with instants. The column holds timestamps, epoch seconds, or ISO-8601 text. Texts of
/// different precision are compared as instants, to the nanosecond.
///
/// @param column the column
record TimeColumn(Column column) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern("SSSSSSSSS");
    private static final int NANOS = 9;

    /// Returns the expression whose order is that of the instants.
    String sql() {
        String name = Identifiers.quoted(column.name());
        return column.type() == Simple.VARCHAR ? "from_iso8601_timestamp_nanos(" + name + ")" : name;
    }

    /// Returns the predicate that the column is not before an instant.
    String notBefore(Instant from) {
        return sql() + " >= " + literal(from, RoundingMode.CEILING);
    }

    /// Returns the predicate that the column is not after an instant.
    String notAfter(Instant to) {
        return sql() + " <= " + literal(to, RoundingMode.FLOOR);
    }

    /// Returns a literal of the column's type that stands for an instant.
    ///
    /// @param whole how to round an instant whose fraction the column's type cannot hold, so that equal values
    ///     stay inside the range
    private String literal(Instant instant, RoundingMode whole) {
        return switch (column.type()) {
            case Simple.VARCHAR -> timestamp(instant, true);
            case Timestamp t -> timestamp(instant, t.zoned());
            case Simple.DATE -> timestamp(instant, false);
            case Simple.REAL, Simple.DOUBLE ->
                "DOUBLE '" + nearest(epochSeconds(instant), whole).toPlainString() + "'";
            case Decimal _ -> "DECIMAL '" + epochSeconds(instant).toPlainString() + "'";
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                epochSeconds(instant).setScale(0, whole).toPlainString();
            default ->
                throw new InvalidQuery(
                        "The column `%s` has the type %s, which is not a time. Leave `eventTimeRange` and `asOf` out."
                                .formatted(column.name(), column.type()));
        };
    }

    private static String timestamp(Instant instant, boolean zoned) {
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        String fraction = FRACTION.format(utc);
        int digits = NANOS;
        while (digits > 3 && fraction.startsWith("000", digits - 3)) {
            digits -= 3;
        }
        return "TIMESTAMP '" + SECONDS.format(utc) + "." + fraction.substring(0, digits) + (zoned ? " UTC'" : "'");
    }

    /// Returns the outermost double whose shortest decimal form is not beyond the bound. The nearest double may
    /// be beyond it: for the last nanosecond of a day, the nearest double is midnight of the next day.
    private static BigDecimal nearest(BigDecimal bound, RoundingMode whole) {
        double nearest = bound.doubleValue();
        int beyond = printed(nearest).compareTo(bound);
        if (whole == RoundingMode.CEILING && beyond < 0) {
            return printed(Math.nextUp(nearest));
        }
        if (whole == RoundingMode.FLOOR && beyond > 0) {
            return printed(Math.nextDown(nearest));
        }
        return printed(nearest);
    }

    private static BigDecimal printed(double seconds) {
        return new BigDecimal(Double.toString(seconds));
    }

    private static BigDecimal epochSeconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), NANOS));
    }
}
