package io.featurestore.steps.estimate.footer;

/**
 * How many rows meet a condition.
 *
 * @param least at least so many
 * @param most at most so many
 */
public record CountRange(long least, long most) {
    static final CountRange NONE = new CountRange(0, 0);

    CountRange plus(CountRange other) {
        return new CountRange(least + other.least, most + other.most);
    }

    /** Returns how many of the rows meet both of two conditions. */
    CountRange and(CountRange other, long rows) {
        return new CountRange(Math.max(0, least + other.least - rows), Math.min(most, other.most));
    }

    /** Returns how many of the rows meet one of two conditions. */
    CountRange or(CountRange other, long rows) {
        return new CountRange(Math.max(least, other.least), Math.min(rows, most + other.most));
    }
}
