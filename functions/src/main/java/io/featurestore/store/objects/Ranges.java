package io.featurestore.store.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import io.featurestore.failure.ExportFailure;

/** Reads ranges of objects into memory. */
public final class Ranges {
    /** A step may read from thousands of objects, so a connection that breaks must not begin it anew. */
    private static final int TRIES = 4;

    private Ranges() {}

    /**
     * Reads {@code [start, end)} of an object to a place in an array.
     *
     * @throws ExportFailure.Transient if the connection keeps breaking
     */
    public static void read(ObjectStore store, ObjectRef object, long start, long end, byte[] bytes, int at) {
        int length = Math.toIntExact(end - start);
        for (int tries = 1;; tries++) {
            try (InputStream in = store.open(object, start, end)) {
                int read = in.readNBytes(bytes, at, length);
                if (read < length) {
                    throw new EOFException("it ended " + (length - read) + " bytes early");
                }
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new ExportFailure.Transient("Reading " + object.uri() + " broke off " + TRIES + " times: "
                            + e.getMessage(), e);
                }
            }
        }
    }
}
