package io.featurestore.local.lambda;

/** What stands between the runner and a function; for faults on demand. */
@FunctionalInterface
public interface CallInterceptor {
    /** Lets every call through. */
    CallInterceptor NONE = (_, _, run) -> run.run();

    /** One run of the function with the call's payload. */
    @FunctionalInterface
    interface Run {
        /**
         * Runs the function to its end.
         *
         * @throws Functions.FunctionError as {@link Functions#invoke} says
         */
        byte[] run() throws InterruptedException;
    }

    /**
     * Meets a call.
     *
     * @param function the function's name
     * @param run may be run never, once or more often, at once too
     * @return the answer
     * @throws Functions.FunctionError to be seen by the runner
     */
    byte[] intercept(String function, byte[] payload, Run run) throws InterruptedException;
}
