package io.featurestore.steps.publish;

import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.store.objects.S3Uri;
import java.util.List;

/// Holds the input of the final step.
///
/// @param job the job
/// @param query the query that ran
/// @param rounds the `manifest.json` of each run of the Distributed Map, in order: the first run converts all
///     chunks, each later run those of the repair list that the call before wrote
public record FinalizerInput(Job job, PolledQuery query, List<S3Uri> rounds) {
    /// Makes the list immutable.
    public FinalizerInput {
        rounds = List.copyOf(rounds);
    }
}
