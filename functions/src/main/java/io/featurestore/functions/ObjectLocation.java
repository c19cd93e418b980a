package io.featurestore.functions;

import io.featurestore.store.objects.S3Uri;

/// Names an object in the form of the Amazon States Language, with bucket and key in separate fields.
///
/// @param bucket the bucket
/// @param key the key
public record ObjectLocation(String bucket, String key) {
    static ObjectLocation of(S3Uri uri) {
        return new ObjectLocation(uri.bucket(), uri.key());
    }

    S3Uri uri() {
        return new S3Uri(bucket, key);
    }
}
