package io.featurestore.store.objects;

/// Refers to one version of one object. Every read requires the ETag, so a changed object is detected.
///
/// @param uri the object
/// @param etag its ETag, with the quotes that S3 puts around it
/// @param size its length in bytes
public record ObjectRef(S3Uri uri, String etag, long size) {
    /// Refuses a negative size.
    public ObjectRef {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size + " is negative");
        }
    }
}
