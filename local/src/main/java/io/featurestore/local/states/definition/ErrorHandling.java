package io.featurestore.local.states.definition;

import io.featurestore.local.states.expression.StateFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Holds the retriers and catchers of a state. Retriers come first, and each counts its own attempts.
public record ErrorHandling(List<Retrier> retriers, List<Catcher> catchers) {
    static final ErrorHandling NONE = new ErrorHandling(List.of(), List.of());

    /// Repeats a state after an error whose name is in `errors`.
    record Retrier(
            List<String> errors,
            int intervalSeconds,
            int maxAttempts,
            double backoffRate,
            int maxDelaySeconds,
            boolean jitter) {
        /// Returns the time to wait before the next attempt.
        ///
        /// @param earlier the number of attempts that this retrier has already used
        Duration delay(int earlier) {
            double seconds = Math.min(maxDelaySeconds, intervalSeconds * Math.pow(backoffRate, earlier));
            double waited = jitter ? ThreadLocalRandom.current().nextDouble(seconds + Double.MIN_VALUE) : seconds;
            return Duration.ofMillis(Math.round(waited * 1000));
        }
    }

    /// Continues with another state after an error whose name is in `errors`.
    public record Catcher(
            List<String> errors,
            String next,
            @Nullable Template output,
            @Nullable Template assign) {}

    public Optional<Catcher> catcher(StateFailure failure) {
        return catchers.stream()
                .filter(catcher -> matches(catcher.errors(), failure.error()))
                .findFirst();
    }

    /// Counts the attempts of each retrier during one visit to a state.
    public final class Attempts {
        private final int[] used = new int[retriers.size()];

        /// Returns the delay before the next attempt and counts it. Returns empty if no attempt is left.
        public Optional<Duration> next(StateFailure failure) {
            for (int i = 0; i < used.length; i++) {
                Retrier retrier = retriers.get(i);
                if (matches(retrier.errors(), failure.error())) {
                    return used[i] < retrier.maxAttempts() ? Optional.of(retrier.delay(used[i]++)) : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    public Attempts attempts() {
        return new Attempts();
    }

    /// Tells whether an error name is in a list. `States.ALL` matches neither `States.Runtime` nor
    /// {@code States.DataLimitExceeded}. `States.TaskFailed` matches neither of them nor `States.Timeout`.
    private static boolean matches(List<String> names, String error) {
        if (error.equals(StateFailure.RUNTIME)) {
            return false;
        }
        if (names.contains(error)) {
            return true;
        }
        if (error.equals(StateFailure.DATA_LIMIT_EXCEEDED)) {
            return false;
        }
        return names.contains(StateFailure.ALL)
                || (names.contains(StateFailure.TASK_FAILED) && !error.equals(StateFailure.TIMEOUT));
    }
}
