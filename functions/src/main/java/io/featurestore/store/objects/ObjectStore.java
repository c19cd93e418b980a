package io.featurestore.store.objects;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects on S3. Every method throws {@link io.featurestore.failure.ExportFailure}: {@code AccessDenied},
 * {@code ResultChanged} where a demanded ETag no longer matches, {@code Throttled} and {@code Transient}.
 */
public interface ObjectStore {
    /** An object's version, and the user metadata it was written with. */
    record Described(ObjectRef ref, Map<String, String> metadata) {}

    /** A part of a multipart upload that is there. */
    record UploadedPart(int number, String etag) {}

    /** What a write demands of what is there. */
    enum IfExists {
        /** Replace it. */
        REPLACE,
        /** Refuse: the write throws {@link AlreadyExists}. */
        REFUSE
    }

    /** A write with {@link IfExists#REFUSE} met an object. */
    final class AlreadyExists extends RuntimeException {
        /** Names the object. */
        public AlreadyExists(S3Uri uri, Throwable cause) {
            super(uri + " exists", cause);
        }
    }

    /** Returns the object's description; empty where there is none. */
    Optional<Described> describe(S3Uri uri);

    /**
     * Opens the bytes {@code [start, end)} of exactly this version. The caller closes the stream; a stream that
     * breaks off throws an {@link java.io.IOException} and never ends early without one.
     */
    InputStream open(ObjectRef ref, long start, long end);

    /** Reads a small object whole; empty where there is none. At most {@code maxBytes} bytes, else an error. */
    Optional<byte[]> read(S3Uri uri, int maxBytes);

    /** Writes an object of known content in one request. Returns its version. */
    ObjectRef put(S3Uri uri, byte[] content, String contentType, Map<String, String> metadata, IfExists ifExists);

    /** Copies a whole object of at most 5 GiB on the server side. */
    ObjectRef copy(ObjectRef source, S3Uri target, String contentType, Map<String, String> metadata, IfExists ifExists);

    /** Returns the objects below a prefix in key order, page by page as the stream is read. */
    Stream<ObjectRef> list(S3Uri prefix);

    /** Deletes objects; those that are not there are no error. */
    void delete(List<S3Uri> uris);

    /** Starts a multipart upload and returns its id. */
    String startUpload(S3Uri target, String contentType, Map<String, String> metadata);

    /** Uploads part {@code number} (1…10,000) from memory. */
    UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length);

    /** Makes part {@code number} of the bytes {@code [start, end)} of exactly this version, on the server side. */
    UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end);

    /** Makes the object of its parts, in one step. Returns its version. */
    ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists);

    /** Drops an upload and its parts; one that is not there is no error. */
    void abortUpload(S3Uri target, String uploadId);

    /** Drops every upload to a target below a prefix; no objects show that they are there. */
    void abortUploads(S3Uri prefix);

    /**
     * Drops the uploads to exactly this target that have no part: those whose start was never answered, so that nobody
     * knows their ids. One that another writer has just begun may be among them; it loses nothing but its beginning.
     */
    void abortEmptyUploads(S3Uri target);
}
