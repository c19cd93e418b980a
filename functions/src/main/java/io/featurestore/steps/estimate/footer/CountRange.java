package io.featurestore.steps.estimate.footer;

/// Bounds the number of rows that match a condition.
///
/// @param least lower bound
/// @param most upper bound
public record CountRange(long least, long most) {
    static final CountRange NONE = new CountRange(0, 0);

    CountRange plus(CountRange other) {
        return new CountRange(least + other.least, most + other.most);
    }

    /// Returns the bounds for rows that match both conditions, given the number of all rows.
    CountRange and(CountRange other, long rows) {
        return new CountRange(Math.max(0, least + other.least - rows), Math.min(most, other.most));
    }

    /// Returns the bounds for rows that match at least one condition, given the number of all rows.
    CountRange or(CountRange other, long rows) {
        return new CountRange(Math.max(least, other.least), Math.min(rows, most + other.most));
    }
}
