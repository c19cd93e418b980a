package io.featurestore.local.states;

import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/// Buckets as folders.
record FolderBuckets(Path folder) implements Buckets {
    @Override
    public void create(String bucket) throws IOException {
        Files.createDirectories(folder.resolve(bucket));
    }

    @Override
    public Optional<Path> file(String bucket, String key) {
        return Optional.of(folder.resolve(bucket).resolve(key)).filter(Files::exists);
    }

    @Override
    public void put(String bucket, String key, InputStream content, String contentType) throws IOException {
        if (!Files.isDirectory(folder.resolve(bucket))) {
            throw new IOException("there is no bucket " + bucket);
        }
        Path file = folder.resolve(bucket).resolve(key);
        Files.createDirectories(file.getParent());
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Stream<Entry> list(String bucket, String prefix) {
        throw new UnsupportedOperationException("Step Functions lists no objects");
    }

    @Override
    public void delete(String bucket, String key) {
        throw new UnsupportedOperationException("Step Functions deletes no objects");
    }
}
