package io.featurestore.steps.publish;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * The mark an execution leaves on every object it publishes, in the user metadata {@value #KEY}: what a retry or a
 * clean-up may take for its own. Execution names are unique for 90 days.
 */
public final class Ownership {
    static final String KEY = "export-execution";

    private final String mark;

    /** Names the execution. Characters that no HTTP header carries stand in the mark as {@code %XX}. */
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

    /** Returns whether any execution wrote an object. */
    static boolean isMarked(ObjectStore.Described described) {
        return described.metadata().containsKey(KEY);
    }

    boolean isOurs(ObjectStore.Described described) {
        return mark.equals(described.metadata().get(KEY));
    }

    /** Returns the object if it is there and this execution wrote it. */
    Optional<ObjectRef> ours(ObjectStore store, S3Uri uri) {
        return store.describe(uri).filter(this::isOurs).map(ObjectStore.Described::ref);
    }
}
