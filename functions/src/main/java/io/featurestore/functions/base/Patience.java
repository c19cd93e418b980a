package io.featurestore.functions.base;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import java.time.Duration;
import java.util.function.Supplier;

/// Repeats work inside one call of a function, as long as the function has time. It is for calls that no state
/// machine retries: Lambda repeats an asynchronous call of EventBridge only twice
/// (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
///
/// @param context tells how much time the function has left
/// @param pause sleeps
public record Patience(Context context, Pause pause) {
    /// The time that one more attempt may need.
    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// Waits for some time.
    @FunctionalInterface
    public interface Pause {
        /// Waits.
        void sleep(Duration time) throws InterruptedException;
    }

    /// Returns a patience that really sleeps.
    public static Patience of(Context context) {
        return new Patience(context, Thread::sleep);
    }

    /// Calls work, again and again if AWS throttles it or fails.
    ///
    /// @throws Failure the last failure if the time ends; any other failure at once
    public <T> T call(Supplier<T> work) {
        for (Duration wait = FIRST; ; wait = longer(wait)) {
            try {
                return work.get();
            } catch (Throttled | Transient failure) {
                if (context.getRemainingTimeInMillis() < wait.plus(ATTEMPT).toMillis()) {
                    throw failure;
                }
                pause(wait, failure);
            }
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    private void pause(Duration wait, Failure failure) {
        try {
            pause.sleep(wait);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
