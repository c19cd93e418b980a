package io.featurestore.steps.publish;

import java.util.List;

import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.store.objects.S3Uri;

/**
 * The input of the final step.
 *
 * @param job the job
 * @param query the query that was run
 * @param rounds the {@code manifest.json} of each run of the Distributed Map, in order: the first over the list of all
 *        chunks, each later one over the repair list that the call before wrote
 */
public record Finalization(Job job, PolledQuery query, List<S3Uri> rounds) {
    /** Copies the rounds. */
    public Finalization {
        rounds = List.copyOf(rounds);
    }
}
