package io.featurestore.local.states.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.featurestore.local.states.expression.StateFailure;

/** What a state does when it fails: retriers first, each with a count of its own, then catchers. */
public record ErrorHandling(List<Retrier> retriers, List<Catcher> catchers) {
    static final ErrorHandling NONE = new ErrorHandling(List.of(), List.of());

    /** Tries again. */
    record Retrier(List<String> errors, int intervalSeconds, int maxAttempts, double backoffRate, int maxDelaySeconds,
            boolean jitter) {
        /**
         * Returns how long to wait.
         *
         * @param earlier how often this retrier has tried again before
         */
        Duration delay(int earlier) {
            double seconds = Math.min(maxDelaySeconds, intervalSeconds * Math.pow(backoffRate, earlier));
            double waited = jitter ? ThreadLocalRandom.current().nextDouble(seconds + Double.MIN_VALUE) : seconds;
            return Duration.ofMillis(Math.round(waited * 1000));
        }
    }

    /** Goes on elsewhere. */
    public record Catcher(List<String> errors, String next, @Nullable Template output, @Nullable Template assign) {}

    public Optional<Catcher> catcher(StateFailure failure) {
        return catchers.stream().filter(catcher -> matches(catcher.errors(), failure.error())).findFirst();
    }

    /** The attempts of one visit to a state. */
    public final class Attempts {
        private final int[] used = new int[retriers.size()];

        /** Counts a failure: the delay before the next attempt, or empty if there is none. */
        public Optional<Duration> next(StateFailure failure) {
            for (int i = 0; i < used.length; i++) {
                Retrier retrier = retriers.get(i);
                if (matches(retrier.errors(), failure.error())) {
                    return used[i] < retrier.maxAttempts()
                            ? Optional.of(retrier.delay(used[i]++))
                            : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    public Attempts attempts() {
        return new Attempts();
    }

    /** The wild cards leave out what States.ALL cannot catch; States.TaskFailed leaves out time-outs too. */
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
