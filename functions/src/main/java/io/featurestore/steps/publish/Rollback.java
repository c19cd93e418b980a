package io.featurestore.steps.publish;

import io.featurestore.steps.Limits;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Deletes the output objects of an execution that did not publish its export. The clean-up does this. A final
/// step that still runs after its execution was stopped does it too, for objects that it wrote after the clean-up
/// had listed them. The clean-up writes a mark before it begins, and deletes the mark after the plan.
///
/// @param store the store of all objects
/// @param work the execution's work folder
/// @param ownership the execution's mark
/// @param intent the objects that the execution was going to publish
record Rollback(ObjectStore store, WorkFolder work, Ownership ownership, PublishIntent intent) {
    /// Returns whether a clean-up has begun. Call it before the manifest is written.
    boolean isNeeded() {
        return work.has(Document.STOPPED) || !work.has(Document.PLAN);
    }

    /// Returns whether a clean-up deleted targets before it could see the manifest. Call it after the manifest is
    /// written.
    boolean areTargetsGone() {
        return work.has(Document.STOPPED)
                || ownership.findOwned(store, intent.targets().getFirst()).isEmpty();
    }

    /// Deletes the report and the targets. A target that replaced an older object stays: it is complete, and the
    /// older one cannot be restored.
    void deleteTargets() {
        intent.report()
                .flatMap(report -> ownership.findOwned(store, report))
                .ifPresent(report -> store.delete(List.of(report.uri())));
        if (!intent.replacing()) {
            List<S3Uri> owned =
                    Parallel.map(intent.targets(), Limits.FINAL_REQUESTS, target -> ownership.findOwned(store, target))
                            .stream()
                            .flatMap(Optional::stream)
                            .map(ObjectRef::uri)
                            .toList();
            store.delete(owned);
        }
    }

    /// Deletes the manifest, the targets, open uploads, and the documents about them. Used if no clean-up
    /// follows.
    void deleteAll() {
        ownership.findOwned(store, intent.manifest()).ifPresent(manifest -> store.delete(List.of(manifest.uri())));
        deleteTargets();
        new ObjectAssembly(store, work, ownership).abortUpload();
        work.delete(Document.UPLOAD, Document.PUBLISHING);
    }
}
