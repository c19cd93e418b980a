package io.featurestore.local.s3.storage;

import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.storage.StoreLock.Step;
import java.io.IOException;
import java.util.Optional;

/// Checks the condition under which an object may be written or deleted.
public sealed interface Precondition {
    /// Requires nothing.
    record None() implements Precondition {}

    /// Requires that there is no object: `If-None-Match: *`.
    record Absent() implements Precondition {}

    /// Requires that the object has one of the ETags: `If-Match`.
    record Matching(ETags etags) implements Precondition {}

    /// Fails with the error of S3 if the condition does not hold.
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
                if (!etags.contain(
                        current.run().orElseThrow(() -> S3Errors.noSuchKey(key)).etag())) {
                    throw S3Errors.preconditionFailed("If-Match");
                }
            }
        }
    }
}
