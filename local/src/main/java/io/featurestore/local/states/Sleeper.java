package io.featurestore.local.states;

import java.time.Duration;

/** Waits; tests wait in no time. */
interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
