package io.featurestore.steps.estimate.footer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * What is known of a column's values in some rows.
 *
 * @param rows how many rows
 * @param nulls how many of them are NULL; negative where nobody says
 * @param least no value is less; of the kinds of {@link io.featurestore.sql.Filter.Comparison}
 * @param most no value is greater
 * @param nan whether there may be a NaN, which neither bound covers
 */
public record ValueBounds(long rows, long nulls, Optional<Object> least, Optional<Object> most, boolean nan) {
    /** Returns what is known where nothing is. */
    public static ValueBounds unknown(long rows) {
        return new ValueBounds(rows, -1, Optional.empty(), Optional.empty(), true);
    }

    /** Returns what is known of a column that all rows lack. */
    public static ValueBounds allNull(long rows) {
        return new ValueBounds(rows, rows, Optional.empty(), Optional.empty(), false);
    }

    /** Returns what is known where every row has the same value. */
    static ValueBounds constant(long rows, Object value) {
        return new ValueBounds(rows, 0, Optional.of(value), Optional.of(value), false);
    }

    /** Returns what is known of these rows and others of the same column. */
    public ValueBounds plus(ValueBounds other) {
        if (nulls == rows || other.nulls == other.rows) {
            ValueBounds some = nulls == rows ? other : this;
            return new ValueBounds(rows + other.rows, some.nulls < 0 ? -1 : nulls + other.nulls, some.least, some.most,
                    some.nan);
        }
        boolean known = nulls >= 0 && other.nulls >= 0;
        return new ValueBounds(rows + other.rows, known ? nulls + other.nulls : -1, further(least, other.least, -1), further(
                most, other.most, 1), nan || other.nan);
    }

    /** Returns the less of two bounds, or the greater; none where one is not known. */
    private static Optional<Object> further(Optional<Object> one, Optional<Object> other, int sign) {
        return one.flatMap(a -> other.flatMap(b -> switch (a) {
            case BigDecimal x when b instanceof BigDecimal y -> Optional.of(x.compareTo(y) * sign > 0 ? x : y);
            case String x when b instanceof String y -> Optional.of(x.compareTo(y) * sign > 0 ? x : y);
            case LocalDate x when b instanceof LocalDate y -> Optional.of(x.compareTo(y) * sign > 0 ? x : y);
            case LocalDateTime x when b instanceof LocalDateTime y -> Optional.of(x.compareTo(y) * sign > 0 ? x : y);
            case Boolean x when b instanceof Boolean y -> Optional.of(x.compareTo(y) * sign > 0 ? x : y);
            default -> Optional.empty();
        }));
    }
}
