package io.featurestore.steps.estimate.footer;

/**
 * How many rows meet a condition.
 *
 * @param least at least so many
 * @param most at most so many
 */
public record Count(long least, long most) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
        return new Count(least + other.least, most + other.most);
    }

    /** Returns how many of the rows meet both of two conditions. */
    Count and(Count other, long rows) {
        return new Count(Math.max(0, least + other.least - rows), Math.min(most, other.most));
    }

    /** Returns how many of the rows meet one of two conditions. */
    Count or(Count other, long rows) {
        return new Count(Math.max(least, other.least), Math.min(rows, most + other.most));
    }
}
