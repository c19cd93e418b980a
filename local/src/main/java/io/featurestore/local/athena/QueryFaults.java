package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;

/** What becomes of queries; for faults on demand. */
@FunctionalInterface
public interface QueryFaults {
    /** Lets every query run. */
    QueryFaults NONE = _ -> Behaviour.RUNS;

    /** What becomes of a query. */
    enum Behaviour {
        /** It runs to its own end. */
        RUNS,
        /** It runs, queues again, and runs to its own end, as Athena may do with any query. */
        QUEUES_AGAIN,
        /** It fails while it runs; Athena says that another try may help. */
        FAILS_RETRYABLE,
        /** It fails while it runs, for good. */
        FAILS,
        /** Somebody cancels it while it runs. */
        IS_CANCELLED,
        /** It runs until it is stopped. */
        NEVER_ENDS
    }

    /**
     * Returns a query's fate.
     *
     * @param execution what GetQueryExecution answers of it
     */
    Behaviour of(JsonNode execution);
}
