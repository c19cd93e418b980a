package io.featurestore.store.objects;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads and writes objects on S3. Every method throws [io.featurestore.failure.Failure]: `AccessDenied`,
/// `ResultChanged` if a required ETag no longer matches, `Throttled` and `Transient`.
public interface ObjectStore {
    /// Describes an object: its version and its user metadata.
    record Described(ObjectRef ref, Map<String, String> metadata) {}

    /// Holds the whole content of an object and its user metadata.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] bytes, Map<String, String> metadata) {}

    /// Refers to a part that was uploaded.
    record UploadedPart(int number, String etag) {}

    /// Says what a write does if the object exists.
    enum IfExists {
        /// Replaces the object.
        REPLACE,
        /// Refuses: the write throws [AlreadyExists].
        REFUSE
    }

    /// Reports that a write with [IfExists#REFUSE] found an object.
    final class AlreadyExists extends RuntimeException {
        /// Creates the exception for the object at `uri`.
        public AlreadyExists(S3Uri uri, Throwable cause) {
            super(uri + " exists", cause);
        }
    }

    /// Returns the object's description; empty if there is no object.
    Optional<Described> describe(S3Uri uri);

    /// Opens the bytes `[start, end)` of exactly this version. The caller closes the stream. A stream that
    /// breaks off throws an [java.io.IOException]; it never ends early without one.
    InputStream open(ObjectRef ref, long start, long end);

    /// Reads a whole object and its metadata; empty if there is none. An object of more than `maxBytes` bytes
    /// is an error.
    Optional<Content> load(S3Uri uri, int maxBytes);

    /// Reads a whole object; empty if there is none. An object of more than `maxBytes` bytes is an error.
    default Optional<byte[]> read(S3Uri uri, int maxBytes) {
        return load(uri, maxBytes).map(Content::bytes);
    }

    /// Writes an object in one request. Returns its version.
    ObjectRef put(S3Uri uri, byte[] content, String contentType, Map<String, String> metadata, IfExists ifExists);

    /// Copies a whole object of at most 5 GiB on the server side.
    ObjectRef copy(ObjectRef source, S3Uri target, String contentType, Map<String, String> metadata, IfExists ifExists);

    /// Returns the objects below a prefix in key order, page by page as the stream is read.
    Stream<ObjectRef> list(S3Uri prefix);

    /// Deletes objects. Objects that do not exist are ignored.
    void delete(List<S3Uri> uris);

    /// Starts a multipart upload and returns its id.
    String startUpload(S3Uri target, String contentType, Map<String, String> metadata);

    /// Uploads part `number` (1…10,000) from memory.
    UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length);

    /// Makes part `number` from the bytes `[start, end)` of exactly this version, on the server side.
    UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end);

    /// Completes an upload: the object appears in one step. Returns its version.
    ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists);

    /// Aborts an upload and deletes its parts. An upload that does not exist is ignored.
    void abortUpload(S3Uri target, String uploadId);

    /// Aborts every upload to a target below a prefix. Listing objects does not show uploads.
    void abortUploads(S3Uri prefix);

    /// Aborts the uploads to exactly this target that have no part. These are uploads whose start was never
    /// answered, so their ids are unknown. An upload that another writer has just started may be aborted too;
    /// that writer has to start again.
    void abortEmptyUploads(S3Uri target);
}
