package io.featurestore.local.states.run;

import io.featurestore.local.lambda.Functions;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.states.map.MapRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Holds the services that all executions share.
public record Services(Functions functions, Buckets buckets, MapRuns mapRuns, Clock clock, Sleeper sleeper, Arns arns) {
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void sleep(Duration duration) {
        if (duration.isPositive()) {
            try {
                sleeper.sleep(duration);
            } catch (InterruptedException _) {
                throw Cancelled.interrupted();
            }
        }
    }
}
