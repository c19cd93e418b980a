package io.featurestore.steps.cost;

/// Computes the waits between two polls of a query, in seconds, as the state WaitForQuery of the state
/// machine does: 1, 2, 4 and 8 seconds, then 15 seconds each time, after five minutes 30 and after ten
/// minutes 60 seconds. So a wait is at most a tenth of the time that a long query has taken, and four hours
/// are 263 polls.
final class QueryWait {
    static final long FIRST = 1;
    private static final long SHORT = 15;
    private static final long MEDIUM = 30;
    private static final long LONG = 60;
    private static final long FIVE_MINUTES = 300;
    private static final long TEN_MINUTES = 600;

    private QueryWait() {}

    /// Returns the next wait.
    ///
    /// @param wait the wait that has just ended
    /// @param waited the sum of all waits so far
    static long next(long wait, long waited) {
        if (waited >= TEN_MINUTES) {
            return LONG;
        }
        return waited >= FIVE_MINUTES ? MEDIUM : Math.min(SHORT, wait * 2);
    }
}
