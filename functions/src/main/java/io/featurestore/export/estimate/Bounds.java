package io.featurestore.export.estimate;

import java.util.Optional;

/**
 * What is known of a column's values in some rows.
 *
 * @param rows how many rows
 * @param nulls how many of them are NULL; negative where nobody says
 * @param least no value is less; of the kinds of {@link io.featurestore.export.query.Filter.Comparison}
 * @param most no value is greater
 * @param nan whether there may be a NaN, which neither bound covers
 */
record Bounds(long rows, long nulls, Optional<Object> least, Optional<Object> most, boolean nan) {
    /** Returns what is known where nothing is. */
    static Bounds unknown(long rows) {
        return new Bounds(rows, -1, Optional.empty(), Optional.empty(), true);
    }

    /** Returns what is known of a column that all rows lack. */
    static Bounds allNull(long rows) {
        return new Bounds(rows, rows, Optional.empty(), Optional.empty(), false);
    }

    /** Returns what is known where every row has the same value. */
    static Bounds constant(long rows, Object value) {
        return new Bounds(rows, 0, Optional.of(value), Optional.of(value), false);
    }
}
