package io.featurestore.local.states.run;

import java.time.Duration;

/// Waits for a time. Tests use an implementation that returns immediately.
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
