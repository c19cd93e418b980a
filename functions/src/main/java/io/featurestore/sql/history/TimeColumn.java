package io.featurestore.sql.history;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType.Decimal;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.ColumnType.Timestamp;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.store.Table.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders a column by time, and compares it with instants. The column holds timestamps, epoch seconds, or
/// ISO-8601 text. A value that is no time counts as NULL: it is last in the order and in no range.
///
/// - Text is a time if it has the form `yyyy-MM-ddTHH:mm[:ss[.n]][Z|±HH:mm]`, with one to nine digits `n`, a
///   year from 0001 to 9999 and an offset of at most 14 hours, and if the date exists. UTC is assumed where
///   no offset is given. Texts are compared as instants, to the nanosecond. `from_iso8601_timestamp_nanos`
///   fails on greater offsets with an error that TRY does not catch (Trino,
///   `TimeZoneKey.getTimeZoneKeyForOffset`), and wraps around at years of nine digits, so the form is checked
///   first: of the usual texts, which end in `Z`, by LIKE, which takes a third of the time of the expression
///   for all of them.
/// - Numbers are never converted to a timestamp, because a number of milliseconds would be outside of the
///   type's range. NaN and the infinities are no times.
///
/// A range is written twice for text: as the exact comparison, and before it as bounds on the bare column, by
/// which the engine skips partitions, files and row groups. The bounds take every text whose time may be in
/// the range, whatever its offset.
///
/// @param column the column
record TimeColumn(Column column) {
    /// The form of a text in UTC. Whether it is a time only parsing tells.
    private static final String USUAL_FORM = "____-__-__T__:__:__%Z";
    /// The form of a text that is a time.
    private static final String FORM = "^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?"
            + "([Zz]|[+-](0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?$";
    /// Sorts before the texts of the year 0001 and after those of the year 0000, which the calendar does not
    /// have.
    private static final String FIRST_YEAR = "0001";
    /// An instant before all times.
    private static final String BEFORE_ALL = "TIMESTAMP '0000-01-01 00:00:00.000 UTC'";
    private static final String GREATEST = "1.7976931348623157E308";

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern("SSSSSSSSS");
    private static final int NANOS = 9;

    /// Returns the expression whose order is that of the times, and which is NULL for a value that is no
    /// time.
    String sql() {
        String name = Identifiers.quoted(column.name());
        return switch (column.type()) {
            case Simple.VARCHAR ->
                "CASE WHEN " + name + " >= '" + FIRST_YEAR + "' AND (" + name + " LIKE '" + USUAL_FORM
                        + "' OR regexp_like(" + name + ", '" + FORM + "')) THEN TRY(from_iso8601_timestamp_nanos("
                        + name + ")) END";
            case Simple.REAL, Simple.DOUBLE ->
                "CASE WHEN " + name + " BETWEEN " + number("-" + GREATEST) + " AND " + number(GREATEST) + " THEN "
                        + name + " END";
            case Timestamp _, Decimal _ -> name;
            case Simple.DATE, Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT -> name;
            default -> throw noTime();
        };
    }

    /// Returns [#sql] with a value below all times instead of NULL.
    String orLeast() {
        String least =
                switch (column.type()) {
                    case Simple.REAL, Simple.DOUBLE -> "CAST('-Infinity' AS double)";
                    case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                        "CAST('" + Long.MIN_VALUE + "' AS bigint)";
                    case Decimal d ->
                        "CAST('"
                                + new BigDecimal(BigInteger.TEN.pow(d.precision()), d.scale())
                                        .subtract(new BigDecimal(BigInteger.ONE, d.scale()))
                                        .negate()
                                        .toPlainString()
                                + "' AS " + d + ")";
                    default -> BEFORE_ALL;
                };
        return "COALESCE(" + sql() + ", " + least + ")";
    }

    /// Returns whether [#bounds] hold for values outside of the range too.
    boolean boundsAreWide() {
        return column.type() == Simple.VARCHAR;
    }

    /// Returns the predicates that hold for exactly the times within a range, both ends included.
    List<String> within(Optional<Instant> from, Optional<Instant> to) {
        List<String> predicates = new ArrayList<>(bounds(from, to));
        if (column.type() == Simple.VARCHAR) {
            if (from.isPresent() && to.isPresent()) {
                predicates.add(sql() + " BETWEEN " + timestamp(from.get(), true) + " AND " + timestamp(to.get(), true));
            } else {
                from.ifPresent(t -> predicates.add(sql() + " >= " + timestamp(t, true)));
                to.ifPresent(t -> predicates.add(sql() + " <= " + timestamp(t, true)));
            }
        }
        return predicates;
    }

    /// Returns comparisons of the bare column with constants that hold for all times within a range. For text
    /// they hold for others too; for all other types for no others.
    List<String> bounds(Optional<Instant> from, Optional<Instant> to) {
        String name = Identifiers.quoted(column.name());
        if (column.type() == Simple.VARCHAR) {
            List<String> bounds = new ArrayList<>();
            from.flatMap(TextBounds::least).ifPresent(t -> bounds.add(name + " >= '" + t + "'"));
            to.flatMap(TextBounds::beyond).ifPresent(t -> bounds.add(name + " < '" + t + "'"));
            return bounds;
        }
        Optional<String> least = from.map(t -> literal(t, RoundingMode.CEILING));
        Optional<String> most = to.map(t -> literal(t, RoundingMode.FLOOR));
        if (column.type() == Simple.DOUBLE || column.type() == Simple.REAL) {
            // The infinities are in no range.
            least = least.or(() -> most(to, "-" + GREATEST));
            most = most.or(() -> most(from, GREATEST));
        }
        List<String> bounds = new ArrayList<>();
        least.ifPresent(t -> bounds.add(name + " >= " + t));
        most.ifPresent(t -> bounds.add(name + " <= " + t));
        return bounds;
    }

    private static Optional<String> most(Optional<Instant> other, String number) {
        return other.map(_ -> number(number));
    }

    private static String number(String text) {
        return "DOUBLE '" + text + "'";
    }

    /// Returns a literal that stands for an instant and that the column is compared with. For a timestamp it
    /// has a zone, because the catalog calls both types of timestamps `timestamp` where the table is an
    /// Iceberg table; the engine, whose session is in UTC, compares either with it and still prunes.
    ///
    /// @param whole how to round an instant whose fraction the column's type cannot hold, so that equal
    ///     values stay inside the range
    private String literal(Instant instant, RoundingMode whole) {
        return switch (column.type()) {
            case Timestamp _ -> timestamp(instant, true);
            case Simple.DATE -> timestamp(instant, false);
            case Simple.REAL, Simple.DOUBLE ->
                number(nearest(epochSeconds(instant), whole).toPlainString());
            case Decimal _ -> "DECIMAL '" + epochSeconds(instant).toPlainString() + "'";
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                epochSeconds(instant).setScale(0, whole).toPlainString();
            default -> throw noTime();
        };
    }

    private InvalidQuery noTime() {
        return new InvalidQuery(
                "The column `%s` has the type %s, which is not a time. Export with `records: all` and `includeDeleted`, and leave `eventTimeRange` and `asOf` out."
                        .formatted(column.name(), column.type()));
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

    /// Returns the outermost double whose shortest decimal form is not beyond the bound. The nearest double
    /// may be beyond it: for the last nanosecond of a day, the nearest double is midnight of the next day.
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
