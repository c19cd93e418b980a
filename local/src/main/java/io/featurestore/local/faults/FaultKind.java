package io.featurestore.local.faults;

/// The kinds of faults, each with the place at which it happens.
public enum FaultKind {
    /// The service asks the client to slow down: S3 with 503 `SlowDown`, the others with 400 {@code
    /// ThrottlingException}.
    THROTTLED(Point.REQUEST),
    /// The service reports too many requests: S3 with 429 `SlowDown`, the others with {@code
    /// TooManyRequestsException}.
    TOO_MANY_REQUESTS(Point.REQUEST),
    /// The service fails with status 500 and its own error code.
    INTERNAL_ERROR(Point.REQUEST),
    /// The connection breaks before the service has read the request.
    DROPPED_BEFORE(Point.REQUEST),
    /// The connection breaks in the middle of the answer's body.
    DROPPED_IN_BODY(Point.REQUEST),
    /// The connection breaks after a complete answer, so that the next request on it fails.
    DROPPED_AFTER(Point.REQUEST),
    /// The service executes the request, but its answer never arrives.
    ANSWER_LOST(Point.REQUEST),
    /// The body of the answer ends too early, and its length header hides that.
    TRUNCATED(Point.REQUEST),
    /// The body of the answer arrives slowly.
    SLOWED(Point.REQUEST),
    /// One byte of an answer with a checksum is wrong.
    WRONG_CHECKSUM(Point.REQUEST),
    /// One byte of an upload with a digest is wrong when it arrives.
    DAMAGED_UPLOAD(Point.REQUEST),
    /// The object is replaced before a request that demands the version seen earlier.
    REPLACED_OBJECT(Point.REQUEST),
    /// The function dies when it sends the request, which the service never receives.
    FUNCTION_KILLED(Point.REQUEST),
    /// The service executes the request, and the function dies before the answer arrives.
    FUNCTION_KILLED_AFTER(Point.REQUEST),
    /// The function hangs at the request until it times out. The service never receives the request.
    FUNCTION_TIMED_OUT(Point.REQUEST),
    /// The function runs twice at the same time. The answer of the first run counts.
    RUN_TWICE_AT_ONCE(Point.INVOCATION),
    /// The function runs twice, one run after the other. The answer of the second run counts.
    RUN_TWICE_IN_A_ROW(Point.INVOCATION),
    /// The function runs to its end, but Lambda loses its answer.
    FUNCTION_ANSWER_LOST(Point.INVOCATION),
    /// Lambda refuses the call because too many functions run at the same time.
    FUNCTION_THROTTLED(Point.INVOCATION),
    /// Lambda fails before the function runs.
    FUNCTION_SERVICE_ERROR(Point.INVOCATION),
    /// The function was idle for 14 days, so that Lambda must prepare it again. It refuses calls until the
    /// function is active (docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html). Random plans
    /// leave this kind out, because waking takes minutes.
    FUNCTION_INACTIVE(Point.INVOCATION),
    /// The process that runs the executions named in the payload of the function is killed, and another
    /// process takes over.
    RUNNER_RESTARTED(Point.INVOCATION),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#QUEUES_AGAIN].
    QUERY_QUEUED_AGAIN(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#FAILS_RETRYABLE].
    QUERY_FAILED_RETRYABLE(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#FAILS].
    QUERY_FAILED(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#IS_CANCELLED].
    QUERY_CANCELLED(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#FAILS_HALFWAY_RETRYABLE].
    QUERY_FAILED_HALFWAY_RETRYABLE(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#FAILS_HALFWAY].
    QUERY_FAILED_HALFWAY(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#IS_CANCELLED_HALFWAY].
    QUERY_CANCELLED_HALFWAY(Point.QUERY),
    /// See [io.featurestore.local.athena.QueryFaults.Behaviour#NEVER_ENDS].
    QUERY_NEVER_ENDS(Point.QUERY);

    /// The places at which a fault can happen.
    public enum Point {
        /// A request to a service.
        REQUEST,
        /// A call of a function by a state machine.
        INVOCATION,
        /// The start of a query.
        QUERY
    }

    private final Point point;

    FaultKind(Point point) {
        this.point = point;
    }

    /// Returns the place at which the fault happens.
    public Point point() {
        return point;
    }
}
