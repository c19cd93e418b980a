package io.featurestore.steps.publish;

import java.util.List;
import java.util.Optional;

import io.featurestore.steps.Limits;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;

/**
 * Takes back what an execution put at its output without having published it. A clean-up does so; and since nothing ends
 * a final step that runs while its execution is stopped, the final step does so too, with what it put there after the
 * clean-up had looked. The clean-up leaves a mark before it looks, and removes it
 * after the plan.
 *
 * @param store where everything lies
 * @param work the execution's documents
 * @param ownership its mark
 * @param publication what it was about to publish
 */
record Withdrawal(ObjectStore store, WorkFiles work, Ownership ownership, Publication publication) {
    /** Returns whether a clean-up has begun; to be asked before the manifest is written. */
    boolean isDue() {
        return work.stopped() || !work.planned();
    }

    /** Returns whether a clean-up took targets away before it could see the manifest; to be asked after that is written. */
    boolean isDueAfterAll() {
        return work.stopped() || ownership.ours(store, publication.targets().getFirst()).isEmpty();
    }

    /** Deletes the report, and the targets. What replaced an older object stays: its bytes are whole, and the older ones are gone. */
    void targets() {
        publication.report().flatMap(report -> ownership.ours(store, report)).ifPresent(report -> store.delete(List.of(
                report.uri())));
        if (!publication.replacing()) {
            List<S3Uri> ours = Parallel
                    .map(publication.targets(), Limits.FINAL_REQUESTS, target -> ownership.ours(store, target))
                    .stream()
                    .flatMap(Optional::stream)
                    .map(ObjectRef::uri)
                    .toList();
            store.delete(ours);
        }
    }

    /** Deletes everything of the publication, its documents too: no clean-up comes any more. */
    void everything() {
        ownership.ours(store, publication.manifest()).ifPresent(manifest -> store.delete(List.of(manifest.uri())));
        targets();
        new ObjectAssembly(store, work, ownership).abortUpload();
        work.forgetPublication();
    }
}
