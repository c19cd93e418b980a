package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;

/// Decides how queries behave, so that tests can cause faults.
@FunctionalInterface
public interface QueryFaults {
    /// Lets every query run.
    QueryFaults NONE = _ -> Behaviour.RUNS;

    /// The ways in which a query can behave.
    enum Behaviour {
        /// The query runs normally.
        RUNS,
        /// The query runs, is queued again, and then runs normally, as Athena may do with any query.
        QUEUES_AGAIN,
        /// The query fails while it runs, and Athena reports that a retry may help.
        FAILS_RETRYABLE,
        /// The query fails while it runs, and Athena reports that a retry does not help.
        FAILS,
        /// The query is cancelled while it runs.
        IS_CANCELLED,
        /// The query fails as with [#FAILS_RETRYABLE], after a statement that writes files has written half
        /// of them, which stay: "in the case of a failure, Athena does not attempt to delete orphaned data"
        /// (docs.aws.amazon.com/athena/latest/ug/unload.html).
        FAILS_HALFWAY_RETRYABLE,
        /// The query fails as with [#FAILS], after half of its files.
        FAILS_HALFWAY,
        /// The query is cancelled after half of its files.
        IS_CANCELLED_HALFWAY,
        /// The query runs until it is stopped.
        NEVER_ENDS
    }

    /// Returns how a query behaves.
    ///
    /// @param execution the answer of GetQueryExecution for the query
    Behaviour of(JsonNode execution);
}
