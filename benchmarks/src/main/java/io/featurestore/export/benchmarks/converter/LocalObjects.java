package io.featurestore.export.benchmarks.converter;

import io.featurestore.failure.Internal;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
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

/// Stores objects as files, with one folder per bucket. It replaces S3 at the lowest possible cost per
/// request. It is thread-safe, and made for one process, which keeps the objects' metadata in memory.
final class LocalObjects implements ObjectStore {
    private final LocalFiles files;
    private final Path uploadFolder;
    private final Map<S3Uri, Map<String, String>> metadata = new ConcurrentHashMap<>();
    private final Map<String, LocalUpload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger uploadIds = new AtomicInteger();

    /// Creates a store over folders.
    ///
    /// @param buckets folder by bucket
    /// @param uploadFolder folder of unfinished uploads; it must be on the same file system as the buckets
    ///     that are written to
    LocalObjects(Map<String, Path> buckets, Path uploadFolder) {
        files = new LocalFiles(buckets);
        this.uploadFolder = uploadFolder;
    }

    /// Returns a store with the bucket `source`, which is the folder of a file, and the buckets `work` and
    /// `output` below a folder.
    static LocalObjects in(Path source, Path folder) throws IOException {
        return new LocalObjects(
                Map.of(
                        "source",
                        Objects.requireNonNull(source.toAbsolutePath().getParent()),
                        "work",
                        Files.createDirectories(folder.resolve("work")),
                        "output",
                        Files.createDirectories(folder.resolve("output"))),
                Files.createDirectories(folder.resolve("uploads")));
    }

    @Override
    public Optional<Described> describe(S3Uri uri) {
        return files.ref(uri).map(ref -> new Described(ref, metadata.getOrDefault(uri, Map.of())));
    }

    @Override
    public InputStream open(ObjectRef ref, long start, long end) {
        try {
            FileChannel channel = FileChannel.open(files.demand(ref), StandardOpenOption.READ);
            channel.position(start);
            return new RangeInputStream(Channels.newInputStream(channel), end - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Content> load(S3Uri uri, int maxBytes) {
        return files.ref(uri).map(ref -> {
            if (ref.size() > maxBytes) {
                throw new Internal(uri + " holds more than " + maxBytes + " bytes");
            }
            return new Content(
                    Unchecked.get(() -> Files.readAllBytes(files.file(uri))), metadata.getOrDefault(uri, Map.of()));
        });
    }

    @Override
    public ObjectRef put(
            S3Uri uri, byte[] content, String contentType, Map<String, String> userMetadata, IfExists ifExists) {
        Path unfinished = newFile();
        Unchecked.get(() -> Files.write(unfinished, content));
        return publish(unfinished, uri, userMetadata, ifExists);
    }

    @Override
    public ObjectRef copy(
            ObjectRef source, S3Uri target, String contentType, Map<String, String> userMetadata, IfExists ifExists) {
        Path from = files.demand(source);
        Path unfinished = newFile();
        // S3 copies on the server side. Here an object's file never changes, so two objects can share one file.
        Unchecked.get(() -> Files.createLink(unfinished, from));
        return publish(unfinished, target, userMetadata, ifExists);
    }

    @Override
    public Stream<ObjectRef> list(S3Uri prefix) {
        Path root = files.root(prefix.bucket());
        List<String> keys = new ArrayList<>();
        Unchecked.get(() -> Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                keys.add(root.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        }));
        return keys.stream()
                .filter(key -> key.startsWith(prefix.key()))
                .sorted()
                .flatMap(key -> files.ref(new S3Uri(prefix.bucket(), key)).stream());
    }

    @Override
    public void delete(List<S3Uri> uris) {
        for (S3Uri uri : uris) {
            metadata.remove(uri);
            Unchecked.get(() -> Files.deleteIfExists(files.file(uri)));
        }
    }

    @Override
    public String startUpload(S3Uri target, String contentType, Map<String, String> userMetadata) {
        Path file = newFile();
        String id = String.valueOf(file.getFileName());
        uploads.put(id, Unchecked.get(() -> new LocalUpload(target, userMetadata, file)));
        return id;
    }

    @Override
    public UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length) {
        return Unchecked.get(() -> {
            upload(uploadId).write(number, ByteBuffer.wrap(content, offset, length));
            return new UploadedPart(number, String.valueOf(number));
        });
    }

    @Override
    public UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end) {
        upload(uploadId).refer(number, files.demand(source), start, end);
        return new UploadedPart(number, String.valueOf(number));
    }

    @Override
    public ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists) {
        LocalUpload upload = upload(uploadId);
        Path whole = Unchecked.get(() -> upload.join(parts, this::newFile));
        uploads.remove(uploadId);
        return publish(whole, target, upload.metadata(), ifExists);
    }

    @Override
    public void abortUpload(S3Uri target, String uploadId) {
        LocalUpload upload = uploads.remove(uploadId);
        if (upload != null) {
            Unchecked.get(upload::drop);
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

    @Override
    public void abortEmptyUploads(S3Uri target) {
        uploads.forEach((id, upload) -> {
            if (upload.target().equals(target) && upload.isEmpty()) {
                abortUpload(target, id);
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
        Path file = files.file(uri);
        if (ifExists == IfExists.REFUSE && Files.exists(file)) {
            throw new AlreadyExists(uri, new IllegalStateException(file + " exists"));
        }
        Unchecked.get(() -> Files.createDirectories(file.getParent()));
        Unchecked.get(() -> Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING));
        metadata.put(uri, Map.copyOf(userMetadata));
        return files.ref(uri).orElseThrow();
    }
}
