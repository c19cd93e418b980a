package io.featurestore.local.lambda;

/// Intercepts the calls of functions, so that tests can cause faults.
@FunctionalInterface
public interface CallInterceptor {
    /// Passes on every call.
    CallInterceptor NONE = (_, _, run) -> run.run();

    /// Runs the function once with the payload of the call.
    @FunctionalInterface
    interface Run {
        /// Runs the function to its end.
        ///
        /// @throws Functions.FunctionError as [Functions#invoke] says
        byte[] run() throws InterruptedException;
    }

    /// Handles a call.
    ///
    /// @param function the name of the function
    /// @param run runs the function; it may be used never, once or several times, also at the same time
    /// @return the answer
    /// @throws Functions.FunctionError with the error that the caller receives
    byte[] intercept(String function, byte[] payload, Run run) throws InterruptedException;
}
