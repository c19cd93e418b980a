package io.featurestore.aws;

import java.security.SecureRandom;
import java.time.Duration;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/// Computes pauses between retries: exponential backoff with full jitter. The random generator of the SDK's own
/// strategies is frozen in a snapshot, so functions restored from the same snapshot would retry at the same
/// times. Lambda seeds the generator of this class anew.
///
/// @param base upper bound of the first pause
/// @param longest upper bound of every pause
record RandomBackoff(Duration base, Duration longest) implements BackoffStrategy {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_DOUBLINGS = 20;

    @Override
    public Duration computeDelay(int attempt) {
        long most = Math.min(base.toMillis() << Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS), longest.toMillis());
        return Duration.ofMillis(RANDOM.nextLong(most + 1));
    }
}
