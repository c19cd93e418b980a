package io.featurestore.local.s3.storage;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.UploadInfo;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Stores buckets in a folder. Objects are the files `<folder>/buckets/<bucket>/<key>`; those whose keys end
/// in `/` are in `<folder>/folders`. Metadata is in `<folder>/meta`, and uploads are in `<folder>/uploads`.
/// The new content of an object and its metadata appear in one step to every reader of this class. After a
/// `kill -9` either both are there or none. A file that another program puts below `buckets` is an object
/// too; its ETag is its MD5.
///
/// A request that S3 refuses throws a [ServiceException] with S3's status and code: a bucket that does not
/// exist, or a key that cannot be the path of a file. Such a key does not end in `/`, and has an empty part,
/// `.` or `..` between slashes, or is `a/b` beside `a`. Keys are case-sensitive only if the file system is.
/// Thread-safe. One process at a time uses the folder; the lock of the store folder ensures that.
public final class LocalBuckets implements Buckets {
    private final BucketFolders buckets;
    private final FolderObjects folders;
    private final ObjectFiles objects;
    private final MetadataFiles metadata;
    private final Uploads uploads;
    private final Spool spool;
    private final StoreLock lock = new StoreLock();

    private LocalBuckets(Path folder) throws IOException {
        this.spool = Spool.open(folder.resolve("temporary"));
        this.metadata = new MetadataFiles(Files.createDirectories(folder.resolve("meta")), spool);
        this.buckets = new BucketFolders(Files.createDirectories(folder.resolve("buckets")));
        this.folders = FolderObjects.open(folder.resolve("folders"), buckets, metadata);
        this.objects = new ObjectFiles(buckets, folders, metadata, lock);
        this.uploads = new Uploads(Files.createDirectories(folder.resolve("uploads")), objects, spool, lock);
    }

    /// Opens the buckets in a folder, made if it is not there, and removes what a killed process left
    /// half-written.
    ///
    /// @throws IOException if the folder cannot be made or written to
    public static LocalBuckets open(Path folder) throws IOException {
        Objects.requireNonNull(folder, "folder is null");
        return new LocalBuckets(Files.createDirectories(folder).toRealPath());
    }

    @Override
    public Path folder() {
        return buckets.folder();
    }

    @Override
    public void create(String bucket) throws IOException {
        lock.writing(() -> buckets.create(bucket));
    }

    @Override
    public Optional<Path> file(String bucket, String key) {
        if (!buckets.exists(bucket)) {
            return Optional.empty();
        }
        Path file = objects.file(bucket, key);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public void put(String bucket, String key, InputStream content, String contentType) throws IOException {
        objects.file(bucket, key);
        Digests digests = new Digests(Set.of());
        try (Draft draft = spool.receive(content, digests, Long.MAX_VALUE)) {
            objects.commit(
                    bucket,
                    key,
                    draft,
                    digests.values().etag(),
                    ObjectMetadata.ofType(contentType),
                    Optional.empty(),
                    new Precondition.None());
        }
    }

    /// Returns the objects whose keys begin with the prefix, in key order, read as the stream advances.
    @Override
    public Stream<Entry> list(String bucket, String prefix) throws IOException {
        KeyWalk walk = objects.walk(bucket, prefix, "");
        return Stream.iterate(next(walk), Optional::isPresent, k -> next(walk))
                .flatMap(key -> entry(bucket, key.orElseThrow()).stream());
    }

    private static Optional<String> next(KeyWalk walk) {
        try {
            return walk.next();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list a bucket", e);
        }
    }

    private Optional<Entry> entry(String bucket, String key) {
        try {
            return objects.find(bucket, key).map(i -> new Entry(key, i.size(), i.etag()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + bucket + "/" + key, e);
        }
    }

    @Override
    public void delete(String bucket, String key) throws IOException {
        objects.delete(bucket, key, new Precondition.None());
    }

    public BucketFolders buckets() {
        return buckets;
    }

    public ObjectFiles objects() {
        return objects;
    }

    public Uploads uploads() {
        return uploads;
    }

    public Spool spool() {
        return spool;
    }

    public StoreLock lock() {
        return lock;
    }

    /// Creates a bucket and returns whether it is new.
    public boolean createNew(String bucket) throws IOException {
        return lock.writing(() -> buckets.create(bucket));
    }

    /// Deletes a bucket without objects, together with its multipart uploads.
    public void deleteBucket(String bucket) throws IOException {
        lock.writing(() -> {
            List<UploadInfo> unfinished = uploads.list(bucket);
            if (!folders.isEmpty(bucket)) {
                throw BucketFolders.notEmpty(bucket);
            }
            buckets.delete(bucket);
            folders.removeAll(bucket);
            metadata.deleteAll(bucket);
            uploads.removeAll(unfinished);
            return bucket;
        });
    }
}
