package io.featurestore.aws;

import java.security.SecureRandom;
import java.time.Duration;

import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * Pauses that double, each of a random part. The SDK's own take their chance from a generator that a snapshot freezes,
 * so that functions restored from one snapshot would all retry in step; Lambda seeds this one anew.
 *
 * @param base the longest first pause
 * @param longest the longest of all
 */
record RandomBackoff(Duration base, Duration longest) implements BackoffStrategy {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_DOUBLINGS = 20;

    @Override
    public Duration computeDelay(int attempt) {
        long most = Math.min(base.toMillis() << Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS), longest.toMillis());
        return Duration.ofMillis(RANDOM.nextLong(most + 1));
    }
}
