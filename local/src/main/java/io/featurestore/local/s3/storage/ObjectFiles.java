package io.featurestore.local.s3.storage;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stores each object as a file in the folder of its bucket, or among the [FolderObjects]; [MetadataFiles] stores
/// the metadata.
public final class ObjectFiles {
    private static final int BUFFER_BYTES = 128 << 10;

    private final BucketFolders buckets;
    private final FolderObjects folders;
    private final MetadataFiles metadata;
    private final StoreLock lock;

    ObjectFiles(BucketFolders buckets, FolderObjects folders, MetadataFiles metadata, StoreLock lock) {
        this.buckets = buckets;
        this.folders = folders;
        this.metadata = metadata;
        this.lock = lock;
    }

    /// Refuses a bucket that does not exist.
    void requireBucket(String bucket) {
        buckets.require(bucket);
    }

    /// Returns the file of a key, whether there is an object or not. Refuses a key that no object can have here.
    public Path file(String bucket, String key) {
        Path folder = buckets.require(bucket);
        if (Names.isFolder(key)) {
            Names.checkLength(key);
            return folders.file(bucket, key);
        }
        return Names.file(folder, key);
    }

    private interface Reader<T> {
        T read(Path file, ObjectInfo info) throws IOException;
    }

    /// Returns the description of an object; empty if there is no such object.
    public Optional<ObjectInfo> find(String bucket, String key) throws IOException {
        return read(bucket, key, (file, info) -> info);
    }

    /// Opens an object; empty if there is no such object.
    public Optional<OpenObject> open(String bucket, String key) throws IOException {
        return read(
                bucket,
                key,
                (file, info) -> new OpenObject(
                        info, FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    private <T> Optional<T> read(String bucket, String key, Reader<T> reader) throws IOException {
        Path file = file(bucket, key);
        while (true) {
            Optional<FileStamp> stamp = FileStamp.of(file);
            if (stamp.isEmpty()) {
                return Optional.empty();
            }
            Optional<T> read = lock.reading(() -> readIf(stamp.get(), bucket, key, file, reader));
            if (read.isPresent()) {
                return read;
            }
            adopt(bucket, key, file, stamp.get());
        }
    }

    private <T> Optional<T> readIf(FileStamp stamp, String bucket, String key, Path file, Reader<T> reader)
            throws IOException {
        Optional<ObjectInfo> info = metadata.find(bucket, key, stamp);
        if (info.isEmpty() || !FileStamp.of(file).equals(Optional.of(stamp))) {
            return Optional.empty();
        }
        return Optional.of(reader.read(file, info.get()));
    }

    /// Describes a file that another program wrote.
    private void adopt(String bucket, String key, Path file, FileStamp stamp) throws IOException {
        Digests digests = new Digests(Set.of());
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digests.update(buffer, n);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        ObjectInfo info = ObjectInfo.of(
                stamp, digests.values().etag(), ObjectMetadata.ofType(ObjectMetadata.DEFAULT_TYPE), Optional.empty());
        lock.writing(() -> {
            if (FileStamp.of(file).equals(Optional.of(stamp))
                    && metadata.find(bucket, key, stamp).isEmpty()) {
                metadata.write(bucket, key, List.of(info));
            }
            return info;
        });
    }

    /// Turns a finished file into an object, in one step with its metadata.
    ///
    /// @return the description of the new object
    public ObjectInfo commit(
            String bucket,
            String key,
            Draft draft,
            String etag,
            ObjectMetadata said,
            Optional<Checksum> checksum,
            Precondition condition)
            throws IOException {
        return lock.writing(() -> {
            Path file = file(bucket, key);
            condition.check(key, () -> find(bucket, key));
            makeRoom(buckets.require(bucket), file, key);
            List<ObjectInfo> contents = new ArrayList<>();
            Optional<FileStamp> old = FileStamp.of(file);
            if (old.isPresent()) {
                metadata.find(bucket, key, old.get()).ifPresent(contents::add);
            }
            FileStamp stamp = old.isPresent()
                    ? FileStamp.after(draft.path(), old.get().modified())
                    : FileStamp.of(draft.path()).orElseThrow();
            ObjectInfo info = ObjectInfo.of(stamp, etag, said, checksum);
            contents.addFirst(info);
            metadata.write(bucket, key, contents);
            draft.moveTo(file);
            if (Names.isFolder(key)) {
                folders.add(bucket, key);
            }
            return info;
        });
    }

    private static void makeRoom(Path bucketFolder, Path file, String key) throws IOException {
        if (Names.isFolder(key)) {
            Files.createDirectories(file.getParent());
            return;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Trees.isHollow(file)) {
                throw S3Errors.invalidArgument("objects are files here: there can be no object " + key
                        + " beside objects whose keys begin with " + key + "/");
            }
            Trees.delete(file);
        }
        for (Path parent : Trees.between(file, bucketFolder)) {
            if (Files.isRegularFile(parent, LinkOption.NOFOLLOW_LINKS)) {
                throw S3Errors.invalidArgument("objects are files here: there can be no object " + key
                        + " beside an object " + bucketFolder.relativize(parent));
            }
        }
        Files.createDirectories(file.getParent());
    }

    /// Deletes an object if it exists. Only the condition can make a missing object an error.
    public void delete(String bucket, String key, Precondition condition) throws IOException {
        lock.writing(() -> {
            Path file = file(bucket, key);
            condition.check(key, () -> find(bucket, key));
            boolean there = FileStamp.of(file).isPresent();
            if (there) {
                Files.delete(file);
                metadata.delete(bucket, key);
                if (Names.isFolder(key)) {
                    folders.remove(bucket, key);
                } else {
                    Trees.prune(file, buckets.require(bucket));
                }
            }
            return there;
        });
    }

    /// Returns the keys with a prefix that come after a marker. An empty marker comes before all keys.
    KeyWalk walk(String bucket, String prefix, String after) throws IOException {
        return new KeyWalk(buckets.require(bucket), folder -> folders.next(bucket, prefix, folder), prefix, after);
    }
}
