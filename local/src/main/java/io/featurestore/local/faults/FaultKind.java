package io.featurestore.local.faults;

/** What may go wrong, and where. */
public enum FaultKind {
    /** The service asks to slow down: S3 with 503 {@code SlowDown}, the others with 400 {@code ThrottlingException}. */
    THROTTLED(Point.REQUEST),
    /** The service has too much to do: S3 with 429 {@code SlowDown}, the others with {@code TooManyRequestsException}. */
    TOO_MANY_REQUESTS(Point.REQUEST),
    /** The service fails: 500, with the service's own code for it. */
    INTERNAL_ERROR(Point.REQUEST),
    /** The connection breaks before the service has read the request. */
    DROPPED_BEFORE(Point.REQUEST),
    /** The connection breaks in the middle of the answer's body. */
    DROPPED_IN_BODY(Point.REQUEST),
    /** The connection breaks behind a complete answer, so that the next request on it meets no one. */
    DROPPED_AFTER(Point.REQUEST),
    /** The service did what it was asked, but its answer never arrives. */
    ANSWER_LOST(Point.REQUEST),
    /** The answer's body ends too early, and its length says that it is whole. */
    TRUNCATED(Point.REQUEST),
    /** The answer's body trickles. */
    SLOWED(Point.REQUEST),
    /** A byte of an answer that carries a checksum is another one. */
    WRONG_CHECKSUM(Point.REQUEST),
    /** A byte of an upload that carries a digest is another one when it arrives. */
    DAMAGED_UPLOAD(Point.REQUEST),
    /** The object is replaced before a request that demands the version it saw before. */
    REPLACED_OBJECT(Point.REQUEST),
    /** The function dies the moment it sends the request; the service never sees it. */
    FUNCTION_KILLED(Point.REQUEST),
    /** The service did what it was asked; the function dies before the answer arrives. */
    FUNCTION_KILLED_AFTER(Point.REQUEST),
    /** The function hangs on the request until its time is over; the service never sees it. */
    FUNCTION_TIMED_OUT(Point.REQUEST),
    /** The function runs in two places at once; the first answer counts. */
    RUN_TWICE_AT_ONCE(Point.INVOCATION),
    /** The function runs, and once more; the second answer counts. */
    RUN_TWICE_IN_A_ROW(Point.INVOCATION),
    /** The function ran to its end, but Lambda loses its answer. */
    FUNCTION_ANSWER_LOST(Point.INVOCATION),
    /** Lambda refuses: too many functions run at once. */
    FUNCTION_THROTTLED(Point.INVOCATION),
    /** Lambda fails before the function runs. */
    FUNCTION_SERVICE_ERROR(Point.INVOCATION),
    /** The runner of the executions that the function's payload names is killed, and another one takes over. */
    RUNNER_RESTARTED(Point.INVOCATION),
    /** See {@link io.featurestore.local.athena.QueryFaults.Behaviour#QUEUES_AGAIN}. */
    QUERY_QUEUED_AGAIN(Point.QUERY),
    /** See {@link io.featurestore.local.athena.QueryFaults.Behaviour#FAILS_RETRYABLE}. */
    QUERY_FAILED_RETRYABLE(Point.QUERY),
    /** See {@link io.featurestore.local.athena.QueryFaults.Behaviour#FAILS}. */
    QUERY_FAILED(Point.QUERY),
    /** See {@link io.featurestore.local.athena.QueryFaults.Behaviour#IS_CANCELLED}. */
    QUERY_CANCELLED(Point.QUERY),
    /** See {@link io.featurestore.local.athena.QueryFaults.Behaviour#NEVER_ENDS}. */
    QUERY_NEVER_ENDS(Point.QUERY);

    /** Where a fault strikes. */
    public enum Point {
        /** A request to a service. */
        REQUEST,
        /** A call of a function by the runner. */
        INVOCATION,
        /** A query that is started. */
        QUERY
    }

    private final Point point;

    FaultKind(Point point) {
        this.point = point;
    }

    /** Returns where it strikes. */
    public Point point() {
        return point;
    }
}
