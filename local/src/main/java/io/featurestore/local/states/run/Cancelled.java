package io.featurestore.local.states.run;

/** A thread of an execution was interrupted: it was stopped, has timed out, or a sibling failed. Nothing may catch it. */
final class Cancelled extends RuntimeException {
    Cancelled() {
        super("the execution was interrupted");
    }

    /** Makes one after an {@link InterruptedException}, and keeps the thread interrupted. */
    static Cancelled interrupted() {
        Thread.currentThread().interrupt();
        return new Cancelled();
    }
}
