package io.featurestore.functions.base;

import org.jspecify.annotations.Nullable;

/// Copies the stack trace of an exception and its causes without their messages, which may quote values.
final class RedactedTrace extends Exception {
    private static final int MAX_CAUSES = 10;

    private RedactedTrace(Throwable of, @Nullable Throwable cause) {
        super(of.getClass().getName(), cause, false, true);
        setStackTrace(of.getStackTrace());
    }

    static RedactedTrace of(Throwable thrown) {
        return of(thrown, MAX_CAUSES);
    }

    private static RedactedTrace of(Throwable thrown, int most) {
        Throwable cause = thrown.getCause();
        return new RedactedTrace(thrown, cause == null || most == 0 ? null : of(cause, most - 1));
    }
}
