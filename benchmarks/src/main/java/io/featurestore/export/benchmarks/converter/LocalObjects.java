package io.featurestore.export.benchmarks.converter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.S3Uri;

/**
 * Objects as files, one folder a bucket: an S3 whose requests cost nothing but the bytes. Thread-safe; for one process,
 * which keeps the objects' metadata in memory.
 */
final class LocalObjects implements ObjectStore {
    private final Map<String, Path> buckets;
    private final Path uploadFolder;
    private final Map<S3Uri, Map<String, String>> metadata = new ConcurrentHashMap<>();
    private final Map<String, LocalUpload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger uploadIds = new AtomicInteger();

    /**
     * Finds buckets in folders.
     *
     * @param buckets folder by bucket
     * @param uploadFolder where unfinished uploads lie; on the file system of the buckets that are written to
     */
    LocalObjects(Map<String, Path> buckets, Path uploadFolder) {
        this.buckets = Map.copyOf(buckets);
        this.uploadFolder = uploadFolder;
    }

    /** Returns the buckets {@code source}, in which a file lies, and {@code work} and {@code output} below a folder. */
    static LocalObjects in(Path source, Path folder) throws IOException {
        return new LocalObjects(Map.of("source", Objects.requireNonNull(source.toAbsolutePath().getParent()),
                "work", Files.createDirectories(folder.resolve("work")),
                "output", Files.createDirectories(folder.resolve("output"))),
                Files.createDirectories(folder.resolve(
                        "uploads")));
    }

    @Override
    public Optional<Described> describe(S3Uri uri) {
        return ref(uri).map(ref -> new Described(ref, metadata.getOrDefault(uri, Map.of())));
    }

    @Override
    public InputStream open(ObjectRef ref, long start, long end) {
        try {
            FileChannel channel = FileChannel.open(demand(ref), StandardOpenOption.READ);
            channel.position(start);
            return new Range(Channels.newInputStream(channel), end - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<byte[]> read(S3Uri uri, int maxBytes) {
        return ref(uri).map(ref -> {
            if (ref.size() > maxBytes) {
                throw new ExportFailure.Internal(uri + " holds more than " + maxBytes + " bytes");
            }
            return get(() -> Files.readAllBytes(file(uri)));
        });
    }

    @Override
    public ObjectRef put(S3Uri uri, byte[] content, String contentType, Map<String, String> userMetadata,
            IfExists ifExists) {
        Path unfinished = newFile();
        get(() -> Files.write(unfinished, content));
        return publish(unfinished, uri, userMetadata, ifExists);
    }

    @Override
    public ObjectRef copy(ObjectRef source, S3Uri target, String contentType, Map<String, String> userMetadata,
            IfExists ifExists) {
        Path from = demand(source);
        Path unfinished = newFile();
        get(() -> Files.copy(from, unfinished));
        return publish(unfinished, target, userMetadata, ifExists);
    }

    @Override
    public Stream<ObjectRef> list(S3Uri prefix) {
        Path root = root(prefix.bucket());
        List<String> keys = new ArrayList<>();
        get(() -> Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                keys.add(root.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        }));
        return keys.stream()
                .filter(key -> key.startsWith(prefix.key()))
                .sorted()
                .flatMap(key -> ref(new S3Uri(prefix.bucket(), key)).stream());
    }

    @Override
    public void delete(List<S3Uri> uris) {
        for (S3Uri uri : uris) {
            metadata.remove(uri);
            get(() -> Files.deleteIfExists(file(uri)));
        }
    }

    @Override
    public String startUpload(S3Uri target, String contentType, Map<String, String> userMetadata) {
        Path file = newFile();
        String id = String.valueOf(file.getFileName());
        uploads.put(id, get(() -> new LocalUpload(target, userMetadata, file)));
        return id;
    }

    @Override
    public UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length) {
        return get(() -> {
            upload(uploadId).write(number, ByteBuffer.wrap(content, offset, length));
            return new UploadedPart(number, String.valueOf(number));
        });
    }

    @Override
    public UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end) {
        upload(uploadId).refer(number, demand(source), start, end);
        return new UploadedPart(number, String.valueOf(number));
    }

    @Override
    public ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists) {
        LocalUpload upload = upload(uploadId);
        Path whole = get(() -> upload.join(parts, this::newFile));
        uploads.remove(uploadId);
        return publish(whole, target, upload.metadata(), ifExists);
    }

    @Override
    public void abortUpload(S3Uri target, String uploadId) {
        LocalUpload upload = uploads.remove(uploadId);
        if (upload != null) {
            get(upload::drop);
        }
    }

    @Override
    public void abortUploads(S3Uri prefix) {
        uploads.forEach((id, upload) -> {
            if (upload.target().toString().startsWith(prefix.toString())) {
                abortUpload(upload.target(), id);
            }
        });
    }

    private LocalUpload upload(String id) {
        LocalUpload upload = uploads.get(id);
        if (upload == null) {
            throw new IllegalStateException("there is no upload " + id);
        }
        return upload;
    }

    private Path newFile() {
        return uploadFolder.resolve("upload-" + uploadIds.incrementAndGet());
    }

    private ObjectRef publish(Path unfinished, S3Uri uri, Map<String, String> userMetadata, IfExists ifExists) {
        Path file = file(uri);
        if (ifExists == IfExists.REFUSE && Files.exists(file)) {
            throw new AlreadyExists(uri, new IllegalStateException(file + " exists"));
        }
        get(() -> Files.createDirectories(file.getParent()));
        get(() -> Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING));
        metadata.put(uri, Map.copyOf(userMetadata));
        return ref(uri).orElseThrow();
    }

    private Optional<ObjectRef> ref(S3Uri uri) {
        Path file = file(uri);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = get(() -> Files.readAttributes(file, BasicFileAttributes.class));
        // Stands for a version as an ETag does: objects are replaced by files that are written anew.
        return Optional.of(new ObjectRef(uri, "\"" + attributes.fileKey() + attributes.lastModifiedTime() + "\"",
                attributes.size()));
    }

    private Path demand(ObjectRef wanted) {
        if (!ref(wanted.uri()).equals(Optional.of(wanted))) {
            throw new ExportFailure.ResultChanged(wanted.uri() + " is no longer the version " + wanted.etag());
        }
        return file(wanted.uri());
    }

    private Path file(S3Uri uri) {
        return root(uri.bucket()).resolve(uri.key());
    }

    private Path root(String bucket) {
        Path root = buckets.get(bucket);
        if (root == null) {
            throw new IllegalArgumentException("there is no bucket " + bucket);
        }
        return root;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T get(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
