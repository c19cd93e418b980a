package io.featurestore.steps.query;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import io.featurestore.store.objects.S3Uri;

/**
 * A query that was started. It is an answer to the state machine, and a document of the work folder, by which the
 * clean-up finds the query.
 *
 * @param queryExecutionId the query's execution id
 * @param attempt the number of the attempt, from 1
 * @param outputLocation where the result goes: the object, or the prefix that was requested
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StartedQuery(String queryExecutionId, int attempt, Optional<S3Uri> outputLocation) {}
