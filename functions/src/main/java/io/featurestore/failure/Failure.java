package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import io.featurestore.failure.code.OneLine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ends an execution without output. The message has one or more sentences for a person: what was wrong, the
/// offending value, what to do.
///
/// Lambda names an error by the class of its exception, so the state machine retries by class: it retries
/// [Throttled] and [Transient], and no other. The code of the contract is [#code()]. It equals the class's
/// simple name, except for the two retryable classes: these end as [ErrorCode#Internal] when the retries are
/// exhausted.
public abstract sealed class Failure extends RuntimeException
        permits InvalidRequest,
                FeatureGroupNotFound,
                OfflineStoreDisabled,
                TableNotFound,
                InvalidQuery,
                QueryFailed,
                CostLimitExceeded,
                QueryCancelled,
                QueryTimedOut,
                AccessDenied,
                OutputExists,
                IncompatibleSchema,
                IncompatibleRecord,
                ConversionFailed,
                ExpectationFailed,
                ResultChanged,
                Failure.TooManyExports,
                Internal,
                Throttled,
                Transient {
    private final ErrorCode code;

    /// Reports that as many exports run as the deployment allows.
    public static final class TooManyExports extends Failure {
        /// Creates a failure with its message: what was wrong, the offending value, what to do.
        public TooManyExports(String message) {
            super(ErrorCode.TooManyExports, message, null);
        }
    }

    Failure(ErrorCode code, String message, @Nullable Throwable cause) {
        super(OneLine.of(Objects.requireNonNull(message, "message is null")), cause);
        this.code = code;
    }

    /// Returns the stable code that callers see.
    public final ErrorCode code() {
        return code;
    }

    /// Returns the message, which is never null.
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message is null");
    }
}
