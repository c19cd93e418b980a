package io.featurestore.steps.publish;

import java.util.List;
import java.util.Optional;

import io.featurestore.export.Export;
import io.featurestore.store.objects.S3Uri;

/**
 * What the final step works from.
 *
 * @param export the export
 * @param table {@code database.table}
 * @param query the query that was run
 * @param plan where {@code plan.json} lies
 * @param chunkList where the list of all chunks lies; empty where the result is copied as it is
 * @param rounds where the {@code manifest.json} of each run of the Distributed Map lies, in order: the first over the
 *        chunk list, each later one over the repair list that the call before wrote
 */
public record Finalization(Export export, String table, Run query, S3Uri plan,
        Optional<S3Uri> chunkList, List<S3Uri> rounds) {
    /**
     * The run of the query.
     *
     * @param executionId its id
     * @param sql the statement
     * @param scannedBytes bytes it scanned
     * @param millis time it took
     */
    public record Run(String executionId, String sql, long scannedBytes, long millis) {}

    /** Copies the rounds. */
    public Finalization {
        rounds = List.copyOf(rounds);
    }
}
