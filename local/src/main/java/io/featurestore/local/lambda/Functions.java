package io.featurestore.local.lambda;

/** Lambda as the runner sees it, in-process. */
public interface Functions {
    /**
     * Calls a function and waits for it.
     *
     * @param nameOrArn the function's name, ARN, or either with an alias or version
     * @param payload JSON, at most 6 MB
     * @return JSON, at most 6 MB
     * @throws FunctionError as Step Functions would see it
     */
    byte[] invoke(String nameOrArn, byte[] payload);

    /** What Step Functions sees of a failed call. */
    final class FunctionError extends RuntimeException {
        private final String error;

        /**
         * Makes one.
         *
         * @param error the error's name: the exception's full class name, {@code Sandbox.Timedout},
         *        {@code Lambda.ResourceNotFoundException} …
         * @param cause the error document {@code {"errorMessage":…,"errorType":…,"stackTrace":[…]}} as JSON text
         */
        public FunctionError(String error, String cause) {
            super(cause);
            this.error = error;
        }

        /** Returns the error's name. */
        public String error() {
            return error;
        }
    }
}
