package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * S3 as the other embedded services see it, in-process. Objects are plain files {@code <folder>/<bucket>/<key>};
 * the HTTP front serves the same files.
 */
public interface Buckets {
    /**
     * An object.
     *
     * @param key its key
     * @param size its length in bytes
     * @param etag its ETag, with quotes
     */
    record Entry(String key, long size, String etag) {}

    /** Returns the folder of the buckets; DuckDB reads below it. */
    Path folder();

    /** Makes a bucket; one that is there is left as it is. */
    void create(String bucket) throws IOException;

    /** Returns the object's file, to be read only; empty if there is none. */
    Optional<Path> file(String bucket, String key);

    /** Writes an object, atomically. */
    void put(String bucket, String key, InputStream content, String contentType) throws IOException;

    /** Returns the objects whose keys begin with the prefix, in key order. */
    Stream<Entry> list(String bucket, String prefix) throws IOException;

    /** Deletes an object; one that is not there is no error. */
    void delete(String bucket, String key) throws IOException;
}
