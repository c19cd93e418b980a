package io.featurestore.functions;

import io.featurestore.store.objects.S3Uri;

/**
 * An object as the Amazon States Language names it: bucket and key apart.
 *
 * @param bucket the bucket
 * @param key the key
 */
public record ObjectPlace(String bucket, String key) {
    static ObjectPlace of(S3Uri uri) {
        return new ObjectPlace(uri.bucket(), uri.key());
    }

    S3Uri uri() {
        return new S3Uri(bucket, key);
    }
}
