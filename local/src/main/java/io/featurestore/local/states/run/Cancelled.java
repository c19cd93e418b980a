package io.featurestore.local.states.run;

/// Ends a thread of an execution that was interrupted: it was stopped, it timed out, or a parallel branch or
/// iteration failed. No retrier and no catcher may handle it.
final class Cancelled extends RuntimeException {
    Cancelled() {
        super("the execution was interrupted");
    }

    /// Creates the exception after an [InterruptedException] and sets the thread's interrupt status again.
    static Cancelled interrupted() {
        Thread.currentThread().interrupt();
        return new Cancelled();
    }
}
