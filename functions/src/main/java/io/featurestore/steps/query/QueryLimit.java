package io.featurestore.steps.query;

import java.time.Duration;
import java.util.Optional;

/// Limits the time of a query. A deployment sets the limit in the environment variable {@value #VARIABLE}, in
/// minutes. Athena has a limit of its own, the account's quota 'DML query timeout': 30 minutes, which can be
/// raised to 240 (docs.aws.amazon.com/athena/latest/ug/service-limits.html).
///
/// @param time the longest time of all attempts of a query together, with their time in the queue
public record QueryLimit(Duration time) {
    /// The name of the environment variable.
    public static final String VARIABLE = "QUERY_MINUTES";
    private static final Duration DEFAULT = Duration.ofHours(2);
    private static final Duration ATHENA = Duration.ofMinutes(30);
    private static final Duration ATHENA_RAISED = Duration.ofHours(4);

    /// Returns the limit that the deployment sets, or 120 minutes.
    public static QueryLimit ofEnvironment() {
        return of(Optional.ofNullable(System.getenv(VARIABLE)));
    }

    static QueryLimit of(Optional<String> minutes) {
        return new QueryLimit(
                minutes.map(text -> Duration.ofMinutes(Integer.parseInt(text))).orElse(DEFAULT));
    }

    /// Returns a sentence if a query of this expected duration would be stopped by the deployment's limit.
    public Optional<String> exceeded(Duration expected) {
        return expected.compareTo(time) <= 0
                ? Optional.empty()
                : Optional.of(
                        "The query is expected to take " + minutes(expected) + " minutes, and this deployment stops a "
                                + "query after " + time.toMinutes()
                                + " (setting athena.queryMinutes). Export fewer columns, or a "
                                + "shorter eventTimeRange in several exports"
                                + (expected.compareTo(ATHENA_RAISED) <= 0 ? ", or raise the setting." : "."));
    }

    /// Returns a warning if Athena may stop a query of this expected duration.
    public Optional<String> warning(Duration expected) {
        if (expected.compareTo(ATHENA_RAISED) > 0) {
            return Optional.of(
                    "The query is expected to take " + minutes(expected) + " minutes, and Athena stops every "
                            + "query after " + ATHENA_RAISED.toMinutes() + " at the latest.");
        }
        return expected.compareTo(ATHENA) <= 0
                ? Optional.empty()
                : Optional.of("The query is expected to take " + minutes(expected)
                        + " minutes. Athena stops a query after "
                        + ATHENA.toMinutes() + " minutes unless the account's quota 'DML query timeout' was raised; "
                        + ATHENA_RAISED.toMinutes() + " are possible.");
    }

    private static long minutes(Duration expected) {
        return Math.ceilDiv(expected.toSeconds(), Duration.ofMinutes(1).toSeconds());
    }
}
