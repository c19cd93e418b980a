package io.featurestore.store.objects;

/**
 * One version of one object: every read of it demands the ETag, so a changed object is noticed.
 *
 * @param uri where it is
 * @param etag its ETag, with the quotes S3 puts around it
 * @param size its length in bytes
 */
public record ObjectRef(S3Uri uri, String etag, long size) {
    /** Checks the size. */
    public ObjectRef {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size + " is negative");
        }
    }
}
