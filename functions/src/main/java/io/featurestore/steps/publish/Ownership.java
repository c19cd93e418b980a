package io.featurestore.steps.publish;

import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Marks every object that an execution publishes, in the user metadata {@value #KEY}. A retry or a clean-up
/// recognises the objects of its own execution by the mark. Execution names are unique for 90 days.
public final class Ownership {
    static final String KEY = "export-execution";

    private final String mark;

    /// Creates the mark of an execution. Characters that an HTTP header cannot carry are written as `%XX`.
    public Ownership(String executionName) {
        StringBuilder text = new StringBuilder();
        for (byte b : executionName.getBytes(StandardCharsets.UTF_8)) {
            text.append(b > ' ' && b < 0x7f ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        mark = text.toString();
    }

    Map<String, String> metadata() {
        return Map.of(KEY, mark);
    }

    /// Returns whether any execution wrote the object.
    static boolean isMarked(ObjectStore.Described described) {
        return described.metadata().containsKey(KEY);
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
