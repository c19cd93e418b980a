package io.featurestore.store.objects;

import io.featurestore.failure.Transient;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads ranges of objects into memory.
public final class Ranges {
    /// A step may read thousands of objects, so one broken connection must not restart the step.
    private static final int TRIES = 4;

    private Ranges() {}

    /// Reads `[start, end)` of an object into an array, from index `at`.
    ///
    /// @throws Transient if the connection keeps breaking
    public static void read(ObjectStore store, ObjectRef object, long start, long end, byte[] bytes, int at) {
        int length = Math.toIntExact(end - start);
        for (int tries = 1; ; tries++) {
            try (InputStream in = store.open(object, start, end)) {
                int read = in.readNBytes(bytes, at, length);
                if (read < length) {
                    throw new EOFException("it ended " + (length - read) + " bytes early");
                }
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new Transient(
                            "Reading " + object.uri() + " broke off " + TRIES + " times: " + e.getMessage(), e);
                }
            }
        }
    }
}
