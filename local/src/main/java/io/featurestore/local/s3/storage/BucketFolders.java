package io.featurestore.local.s3.storage;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Stores each bucket as a folder of its name. Callers hold the [StoreLock] where a method requires it.
public final class BucketFolders {
    private final Path folder;

    BucketFolders(Path folder) {
        this.folder = folder;
    }

    /// Describes a bucket.
    ///
    /// @param name its name
    /// @param created the time of its creation
    public record Bucket(String name, Instant created) {}

    Path folder() {
        return folder;
    }

    /// Creates a bucket and returns whether it is new. The caller holds the lock for writing.
    boolean create(String bucket) throws IOException {
        if (!Names.isBucket(bucket)) {
            throw new ServiceException(
                    400,
                    "InvalidBucketName",
                    "a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens, begins and ends with a "
                            + "letter or digit, has no two dots in a row, is no IP address, and has no reserved start "
                            + "or end; " + bucket + " is not such a name");
        }
        Path path = folder.resolve(bucket);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.createDirectory(path);
        return true;
    }

    boolean exists(String bucket) {
        return Names.isBucket(bucket) && Files.isDirectory(folder.resolve(bucket), LinkOption.NOFOLLOW_LINKS);
    }

    /// Returns the folder of a bucket, which must exist.
    public Path require(String bucket) {
        if (!exists(bucket)) {
            throw S3Errors.noSuchBucket(bucket);
        }
        return folder.resolve(bucket);
    }

    /// Deletes a bucket without files. The caller holds the lock for writing.
    void delete(String bucket) throws IOException {
        Path path = require(bucket);
        if (!Trees.isHollow(path)) {
            throw notEmpty(bucket);
        }
        Trees.delete(path);
    }

    static ServiceException notEmpty(String bucket) {
        return new ServiceException(409, "BucketNotEmpty", "the bucket " + bucket + " still has objects");
    }

    /// Returns all buckets, ordered by name.
    public List<Bucket> list() throws IOException {
        List<Bucket> buckets = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path :
                    paths.filter(p -> exists(p.getFileName().toString())).toList()) {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class);
                buckets.add(new Bucket(
                        path.getFileName().toString(), attributes.creationTime().toInstant()));
            }
        }
        buckets.sort(Comparator.comparing(Bucket::name));
        return buckets;
    }
}
