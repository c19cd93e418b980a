package io.featurestore.local.states.run;

import java.time.Duration;

/** Waits; tests wait in no time. */
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
