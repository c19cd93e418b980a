package io.featurestore.steps.query;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.featurestore.store.objects.S3Uri;
import java.util.Objects;
import java.util.Optional;

/// Identifies a query that was started. It is an answer to the state machine, and a document of the work
/// folder with which the clean-up finds the query.
///
/// @param queryExecutionId the query's execution id
/// @param attempt the number of the attempt, from 1
/// @param outputLocation the location of the result: the object, or the requested prefix
/// @param counting the run that counts rows for the warnings; empty if there is nothing to count
/// @param unloaded the prefix of the files that the query writes with UNLOAD; empty if it is a SELECT
@JsonIgnoreProperties(ignoreUnknown = true)
public record StartedQuery(
        String queryExecutionId,
        int attempt,
        Optional<S3Uri> outputLocation,
        Optional<CountingRun> counting,
        Optional<S3Uri> unloaded) {
    /// Sets what a query of an earlier version lacks.
    public StartedQuery {
        unloaded = Objects.requireNonNullElse(unloaded, Optional.empty());
    }

    /// Identifies a SELECT.
    public StartedQuery(
            String queryExecutionId, int attempt, Optional<S3Uri> outputLocation, Optional<CountingRun> counting) {
        this(queryExecutionId, attempt, outputLocation, counting, Optional.empty());
    }
}
