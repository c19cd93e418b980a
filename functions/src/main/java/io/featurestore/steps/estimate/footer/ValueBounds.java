package io.featurestore.steps.estimate.footer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/// Holds the known bounds of a column's values in some rows.
///
/// @param rows number of rows
/// @param nulls number of NULLs; negative if it is unknown
/// @param least lower bound of the values; its type is one of those in [io.featurestore.sql.Filter.Comparison]
/// @param most upper bound of the values
/// @param nan whether there may be a NaN, which the bounds do not cover
public record ValueBounds(long rows, long nulls, Optional<Object> least, Optional<Object> most, boolean nan) {
    /// Returns the bounds of a column about which nothing is known.
    public static ValueBounds unknown(long rows) {
        return new ValueBounds(rows, -1, Optional.empty(), Optional.empty(), true);
    }

    /// Returns the bounds of a column that is NULL in all rows.
    public static ValueBounds allNull(long rows) {
        return new ValueBounds(rows, rows, Optional.empty(), Optional.empty(), false);
    }

    /// Returns the bounds of a column with the same value in all rows.
    static ValueBounds constant(long rows, Object value) {
        return new ValueBounds(rows, 0, Optional.of(value), Optional.of(value), false);
    }

    /// Returns the bounds for these rows together with other rows of the same column.
    public ValueBounds plus(ValueBounds other) {
        if (nulls == rows || other.nulls == other.rows) {
            ValueBounds some = nulls == rows ? other : this;
            return new ValueBounds(
                    rows + other.rows, some.nulls < 0 ? -1 : nulls + other.nulls, some.least, some.most, some.nan);
        }
        boolean known = nulls >= 0 && other.nulls >= 0;
        return new ValueBounds(
                rows + other.rows,
                known ? nulls + other.nulls : -1,
                further(least, other.least, -1),
                further(most, other.most, 1),
                nan || other.nan);
    }

    /// Returns the smaller (`sign` -1) or greater (`sign` 1) of two bounds; empty if one is unknown.
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
