package io.featurestore.sql.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.featurestore.failure.ExportFailure.InvalidQuery;
import io.featurestore.records.ColumnType.Decimal;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.ColumnType.Timestamp;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.store.Table.Column;

/**
 * A column that holds instants: timestamps, epoch seconds, or ISO-8601 text. Texts of different precision are
 * compared as the instants they name, to the nanosecond.
 *
 * @param column the column
 */
record TimeColumn(Column column) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern("SSSSSSSSS");
    private static final int NANOS = 9;

    /** Returns the expression that orders as the instants do. */
    String sql() {
        String name = Identifiers.quoted(column.name());
        return column.type() == Simple.VARCHAR ? "from_iso8601_timestamp_nanos(" + name + ")" : name;
    }

    /** Returns the predicate that the instant is not before another. */
    String notBefore(Instant from) {
        return sql() + " >= " + literal(from, RoundingMode.CEILING);
    }

    /** Returns the predicate that the instant is not after another. */
    String notAfter(Instant to) {
        return sql() + " <= " + literal(to, RoundingMode.FLOOR);
    }

    /**
     * Returns a literal that compares with the column as the instant does.
     *
     * @param whole how a column that cannot hold the instant's fraction rounds it, so that equal stays inside
     */
    private String literal(Instant instant, RoundingMode whole) {
        return switch (column.type()) {
            case Simple.VARCHAR -> timestamp(instant, true);
            case Timestamp t -> timestamp(instant, t.zoned());
            case Simple.DATE -> timestamp(instant, false);
            case Simple.REAL, Simple.DOUBLE -> "DOUBLE '" + nearest(epochSeconds(instant), whole).toPlainString() + "'";
            case Decimal _ -> "DECIMAL '" + epochSeconds(instant).toPlainString() + "'";
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                epochSeconds(instant).setScale(0, whole)
                        .toPlainString();
            default -> throw new InvalidQuery(
                    "The column `%s` has the type %s, which is no time. Leave `eventTimeRange` and `asOf` out."
                            .formatted(
                                    column.name(), column.type()));
        };
    }

    private static String timestamp(Instant instant, boolean zoned) {
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        String fraction = FRACTION.format(utc);
        int digits = NANOS;
        while (digits > 3 && fraction.startsWith("000", digits - 3)) {
            digits -= 3;
        }
        return "TIMESTAMP '" + SECONDS.format(utc) + "." + fraction.substring(0, digits)
                + (zoned ? " UTC'" : "'");
    }

    /**
     * Returns the outermost double that, read as the shortest number it prints as, is not beyond the bound. The
     * nearest one may be: the last nanosecond of a day is nearest to the next day's midnight.
     */
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
