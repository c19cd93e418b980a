package io.featurestore.failure;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Why an export ends without output. The message is one sentence or more for a person: what was wrong, the
 * offending value, what to do.
 *
 * <p>Lambda names an error by the class of its exception, so the state machine retries by class:
 * {@link Throttled} and {@link Transient} may be retried, every other class never. The code of the contract is
 * {@link #code()}; it is the class's simple name but for the two retryable ones, which end as
 * {@link ErrorCode#Internal} when retries are exhausted.
 */
public abstract sealed class ExportFailure extends RuntimeException {
    private final ErrorCode code;

    private ExportFailure(ErrorCode code, String message, @Nullable Throwable cause) {
        super(OneLine.of(Objects.requireNonNull(message, "message is null")), cause);
        this.code = code;
    }

    /** Returns the stable code that callers see. */
    public final ErrorCode code() {
        return code;
    }

    /** Returns the message, which is never null. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message is null");
    }

    /** The request breaks the contract; the message lists every violation. */
    public static final class InvalidRequest extends ExportFailure {
        /** Says why. */
        public InvalidRequest(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public InvalidRequest(String message, @Nullable Throwable cause) {
            super(ErrorCode.InvalidRequest, message, cause);
        }
    }

    /** No feature group has the requested name. */
    public static final class FeatureGroupNotFound extends ExportFailure {
        /** Says why. */
        public FeatureGroupNotFound(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public FeatureGroupNotFound(String message, @Nullable Throwable cause) {
            super(ErrorCode.FeatureGroupNotFound, message, cause);
        }
    }

    /** The feature group has no offline store, or a disabled or blocked one. */
    public static final class OfflineStoreDisabled extends ExportFailure {
        /** Says why. */
        public OfflineStoreDisabled(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public OfflineStoreDisabled(String message, @Nullable Throwable cause) {
            super(ErrorCode.OfflineStoreDisabled, message, cause);
        }
    }

    /** The table of the offline store does not exist. */
    public static final class TableNotFound extends ExportFailure {
        /** Says why. */
        public TableNotFound(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public TableNotFound(String message, @Nullable Throwable cause) {
            super(ErrorCode.TableNotFound, message, cause);
        }
    }

    /** The SQL is refused, by the check before the query or by the engine. */
    public static final class InvalidQuery extends ExportFailure {
        /** Says why. */
        public InvalidQuery(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public InvalidQuery(String message, @Nullable Throwable cause) {
            super(ErrorCode.InvalidQuery, message, cause);
        }
    }

    /** The engine failed the query for good. */
    public static final class QueryFailed extends ExportFailure {
        /** Says why. */
        public QueryFailed(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public QueryFailed(String message, @Nullable Throwable cause) {
            super(ErrorCode.QueryFailed, message, cause);
        }
    }

    /** The estimate is above a limit of the request. */
    public static final class CostLimitExceeded extends ExportFailure {
        /** Says why. */
        public CostLimitExceeded(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public CostLimitExceeded(String message, @Nullable Throwable cause) {
            super(ErrorCode.CostLimitExceeded, message, cause);
        }
    }

    /** The query was cancelled from outside. */
    public static final class QueryCancelled extends ExportFailure {
        /** Says why. */
        public QueryCancelled(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public QueryCancelled(String message, @Nullable Throwable cause) {
            super(ErrorCode.QueryCancelled, message, cause);
        }
    }

    /** The query ran longer than allowed. */
    public static final class QueryTimedOut extends ExportFailure {
        /** Says why. */
        public QueryTimedOut(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public QueryTimedOut(String message, @Nullable Throwable cause) {
            super(ErrorCode.QueryTimedOut, message, cause);
        }
    }

    /** An AWS call was denied; the message names the action and the resource. */
    public static final class AccessDenied extends ExportFailure {
        /** Says why. */
        public AccessDenied(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public AccessDenied(String message, @Nullable Throwable cause) {
            super(ErrorCode.AccessDenied, message, cause);
        }
    }

    /** The output is there already and may not be replaced. */
    public static final class OutputExists extends ExportFailure {
        /** Says why. */
        public OutputExists(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public OutputExists(String message, @Nullable Throwable cause) {
            super(ErrorCode.OutputExists, message, cause);
        }
    }

    /** The columns do not fit what a bulk put takes. */
    public static final class IncompatibleSchema extends ExportFailure {
        /** Says why. */
        public IncompatibleSchema(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public IncompatibleSchema(String message, @Nullable Throwable cause) {
            super(ErrorCode.IncompatibleSchema, message, cause);
        }
    }

    /** A record does not fit what a bulk put takes; names column, record number, value. */
    public static final class IncompatibleRecord extends ExportFailure {
        /** Says why. */
        public IncompatibleRecord(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public IncompatibleRecord(String message, @Nullable Throwable cause) {
            super(ErrorCode.IncompatibleRecord, message, cause);
        }
    }

    /** A value does not fit its column's type; names column, record number, value. */
    public static final class ConversionFailed extends ExportFailure {
        /** Says why. */
        public ConversionFailed(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public ConversionFailed(String message, @Nullable Throwable cause) {
            super(ErrorCode.ConversionFailed, message, cause);
        }
    }

    /** The records break what is expected of them; names the expectations and the first records. */
    public static final class ExpectationFailed extends ExportFailure {
        /** Says why. */
        public ExpectationFailed(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public ExpectationFailed(String message, @Nullable Throwable cause) {
            super(ErrorCode.ExpectationFailed, message, cause);
        }
    }

    /** The query result changed under the export. */
    public static final class ResultChanged extends ExportFailure {
        /** Says why. */
        public ResultChanged(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public ResultChanged(String message, @Nullable Throwable cause) {
            super(ErrorCode.ResultChanged, message, cause);
        }
    }

    /** A defect of the export itself. */
    public static final class Internal extends ExportFailure {
        /** Says why. */
        public Internal(String message) {
            this(message, null);
        }

        /** Says why, and what it came from. */
        public Internal(String message, @Nullable Throwable cause) {
            super(ErrorCode.Internal, message, cause);
        }
    }

    /** A service asked to slow down; a later try may pass. */
    public static final class Throttled extends ExportFailure {
        /** Says what failed, and what it came from. */
        public Throttled(String message, @Nullable Throwable cause) {
            super(ErrorCode.Internal, message, cause);
        }
    }

    /** A fault that a later try may not meet. */
    public static final class Transient extends ExportFailure {
        /** Says what failed, and what it came from. */
        public Transient(String message, @Nullable Throwable cause) {
            super(ErrorCode.Internal, message, cause);
        }
    }
}
