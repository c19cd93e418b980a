package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// Stores the folder objects: objects whose keys end in `/`, most of them empty. The S3 console makes one for each
/// new folder, and Hadoop's and Spark's clients make one for each empty directory
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html). Their keys are no paths of files, because the
/// folder of the same name holds other objects. So each of them is a file `<folder>/<bucket>/<hash of the key>`,
/// whose key is in its metadata. All keys are kept in memory, because listings need them in their order.
///
/// Callers hold the [StoreLock] for writing where a method changes anything. Reading is safe at any time.
final class FolderObjects {
    private final Path folder;
    private final Map<String, NavigableSet<String>> keys = new ConcurrentHashMap<>();

    private FolderObjects(Path folder) {
        this.folder = folder;
    }

    /// Reads the keys of the folder objects of all buckets. The files of a bucket that is gone are removed, and so
    /// is a file that has lost its metadata.
    static FolderObjects open(Path folder, BucketFolders buckets, MetadataFiles metadata) throws IOException {
        FolderObjects objects = new FolderObjects(Files.createDirectories(folder));
        try (Stream<Path> known = Files.list(folder)) {
            for (Path home : known.toList()) {
                String bucket = home.getFileName().toString();
                if (!buckets.exists(bucket)) {
                    Trees.delete(home);
                    continue;
                }
                objects.read(bucket, home, metadata);
            }
        }
        return objects;
    }

    private void read(String bucket, Path home, MetadataFiles metadata) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Optional<String> key = metadata.key(bucket, file.getFileName().toString());
                if (key.filter(Names::isFolder).isPresent()) {
                    add(bucket, key.get());
                } else {
                    Trees.delete(file);
                }
            }
        }
    }

    /// Returns the file of a key, which need not exist.
    Path file(String bucket, String key) {
        return folder.resolve(bucket).resolve(MetadataFiles.hash(key));
    }

    void add(String bucket, String key) {
        keys.computeIfAbsent(bucket, _ -> new ConcurrentSkipListSet<>(Names.KEY_ORDER))
                .add(key);
    }

    void remove(String bucket, String key) {
        Optional.ofNullable(keys.get(bucket)).ifPresent(set -> set.remove(key));
    }

    boolean isEmpty(String bucket) {
        return of(bucket).isEmpty();
    }

    /// Removes what is left of a deleted bucket.
    void removeAll(String bucket) throws IOException {
        keys.remove(bucket);
        Trees.delete(folder.resolve(bucket));
    }

    /// Returns the first key with a prefix that comes after another key. An empty key comes before all keys.
    Optional<String> next(String bucket, String prefix, String after) {
        NavigableSet<String> all = of(bucket);
        String next = Names.KEY_ORDER.compare(after, prefix) < 0 ? all.ceiling(prefix) : all.higher(after);
        return Optional.ofNullable(next).filter(key -> key.startsWith(prefix));
    }

    private NavigableSet<String> of(String bucket) {
        return keys.getOrDefault(bucket, Collections.emptyNavigableSet());
    }
}
