package io.featurestore.functions;

import org.jspecify.annotations.Nullable;

/** Where an exception came from: classes and lines of it and its causes, without their messages. */
final class Trace extends Exception {
    private static final int MOST_CAUSES = 10;

    private Trace(Throwable of, @Nullable Throwable cause) {
        super(of.getClass().getName(), cause, false, true);
        setStackTrace(of.getStackTrace());
    }

    static Trace of(Throwable thrown) {
        return of(thrown, MOST_CAUSES);
    }

    private static Trace of(Throwable thrown, int most) {
        Throwable cause = thrown.getCause();
        return new Trace(thrown, cause == null || most == 0 ? null : of(cause, most - 1));
    }
}
