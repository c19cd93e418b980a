package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.util.Optional;

import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.storage.StoreLock.Step;

/** What must hold of the object at a key for it to be written or deleted. */
public sealed interface Precondition {
    /** Nothing. */
    record None() implements Precondition {}

    /** {@code If-None-Match: *}: there is no object. */
    record Absent() implements Precondition {}

    /** {@code If-Match}: the object has one of these ETags. */
    record Matching(ETags etags) implements Precondition {}

    /** Fails with the error S3 has for it, if it does not hold. */
    default void check(String key, Step<Optional<ObjectInfo>> current) throws IOException {
        switch (this) {
            case None() -> {
                // The object need not even be looked at.
            }
            case Absent() -> {
                if (current.run().isPresent()) {
                    throw S3Errors.preconditionFailed("If-None-Match");
                }
            }
            case Matching(ETags etags) -> {
                if (!etags.contain(current.run().orElseThrow(() -> S3Errors.noSuchKey(key)).etag())) {
                    throw S3Errors.preconditionFailed("If-Match");
                }
            }
        }
    }
}
