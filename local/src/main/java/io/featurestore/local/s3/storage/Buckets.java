package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Gives the other embedded services access to S3 in this process. Objects are plain files
/// `<folder>/<bucket>/<key>`; the HTTP front serves the same files.
public interface Buckets {
    /// Describes an object.
    ///
    /// @param key its key
    /// @param size its length in bytes
    /// @param etag its ETag, with quotes
    record Entry(String key, long size, String etag) {}

    /// Returns the folder of the buckets, below which DuckDB reads.
    Path folder();

    /// Creates a bucket. An existing bucket stays as it is.
    void create(String bucket) throws IOException;

    /// Returns the file of an object, for reading only; empty if there is no such object.
    Optional<Path> file(String bucket, String key);

    /// Writes an object atomically.
    void put(String bucket, String key, InputStream content, String contentType) throws IOException;

    /// Returns the objects whose keys begin with the prefix, in key order.
    Stream<Entry> list(String bucket, String prefix) throws IOException;

    /// Deletes an object if it exists.
    void delete(String bucket, String key) throws IOException;
}
