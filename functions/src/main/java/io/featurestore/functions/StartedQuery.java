package io.featurestore.functions;

/**
 * A query that was started.
 *
 * @param queryExecutionId its execution id
 * @param attempt which attempt of the export it is, from 1
 */
public record StartedQuery(String queryExecutionId, int attempt) {}
