package io.featurestore.steps.publish;

import io.featurestore.steps.Limits;
import io.featurestore.steps.work.Marks;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Marks every object that an execution publishes, in the user metadata {@value #KEY}. A retry or a clean-up
/// recognises the objects of its own execution by the mark, and `overwrite` recognises what an export wrote.
/// Execution names are unique for 90 days.
public final class Ownership {
    static final String KEY = Marks.PUBLISHED;

    private final String mark;

    /// Creates the mark of an execution. Characters that an HTTP header cannot carry are written as `%XX`.
    public Ownership(String executionName) {
        mark = Marks.escaped(executionName);
    }

    Map<String, String> metadata() {
        return Map.of(KEY, mark);
    }

    /// Returns whether any execution wrote the object.
    static boolean isMarked(ObjectStore.Described described) {
        return described.metadata().containsKey(KEY);
    }

    /// Deletes those of the objects that an export wrote. An object that took the place of one stays.
    static void deleteMarked(ObjectStore store, List<S3Uri> uris) {
        store.delete(Parallel.map(uris, Limits.FINAL_REQUESTS, store::describe).stream()
                .flatMap(Optional::stream)
                .filter(Ownership::isMarked)
                .map(object -> object.ref().uri())
                .toList());
    }

    /// Returns whether this execution wrote the object.
    boolean isOwned(ObjectStore.Described described) {
        return mark.equals(described.metadata().get(KEY));
    }

    /// Returns the object if it exists and this execution wrote it.
    Optional<ObjectRef> findOwned(ObjectStore store, S3Uri uri) {
        return store.describe(uri).filter(this::isOwned).map(ObjectStore.Described::ref);
    }
}
