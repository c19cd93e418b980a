package io.featurestore.local.lambda;

/// Calls Lambda functions in this process.
public interface Functions {
    /// Calls a function and waits for its answer.
    ///
    /// @param nameOrArn the function's name or ARN, also with an alias or a version
    /// @param payload the input in JSON, at most 6 MB
    /// @return the answer in JSON, at most 6 MB
    /// @throws FunctionError with the error that Step Functions would receive
    byte[] invoke(String nameOrArn, byte[] payload);

    /// Reports a failed call in the form that Step Functions receives.
    final class FunctionError extends RuntimeException {
        private final String error;

        /// Creates an error.
        ///
        /// @param error the name of the error: the full class name of the exception, `Sandbox.Timedout`,
        ///     {@code Lambda.ResourceNotFoundException} …
        /// @param cause the error document `{"errorMessage":…,"errorType":…,"stackTrace":[…]}` as JSON text
        public FunctionError(String error, String cause) {
            super(cause);
            this.error = error;
        }

        /// Returns the name of the error.
        public String error() {
            return error;
        }
    }
}
