package io.featurestore.store.objects;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// S3 for terabytes, for tests. It keeps documents, computes the bytes of large objects when they are read,
/// and keeps only the sources of joined objects. Enforces S3's limits on parts.
public final class SparseObjectStore implements ObjectStore {
    /// Computes the bytes of an object.
    @FunctionalInterface
    public interface Maker {
        /// Returns the bytes `[start, end)`.
        InputStream open(long start, long end);
    }

    /// A range of another object, or `end` bytes from memory if there is no object.
    public record Extent(Optional<ObjectRef> object, long start, long end) {
        /// Returns the number of bytes.
        public long length() {
            return end - start;
        }
    }

    private record Large(Described described, Maker maker, List<Extent> extents) {}

    private record Upload(S3Uri target, Map<String, String> metadata, Map<Integer, Extent> parts) {}

    private static final long MIN_PART = 5L << 20;
    private static final long MAX_PART = 5L << 30;
    private static final int MAX_PARTS = 10_000;
    private static final int COPY_MILLIS = 4;

    private final InMemoryObjectStore documents = new InMemoryObjectStore();
    private final Map<S3Uri, Large> large = new ConcurrentHashMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger copying = new AtomicInteger();
    private final AtomicInteger copiedAtOnce = new AtomicInteger();
    private final AtomicLong bytesRead = new AtomicLong();

    /// Adds an object of any size.
    public ObjectRef add(S3Uri uri, long size, Maker maker) {
        ObjectRef ref = new ObjectRef(uri, "\"" + Integer.toHexString(uri.hashCode()) + "\"", size);
        large.put(uri, new Large(new Described(ref, Map.of()), maker, List.of()));
        return ref;
    }

    /// Returns the sources of a joined object, in order.
    public List<Extent> extents(S3Uri uri) {
        return large.get(uri).extents();
    }

    /// Returns the bytes that were read of large objects.
    public long bytesRead() {
        return bytesRead.get();
    }

    /// Returns the maximum number of concurrent copies.
    public int copiedAtOnce() {
        return copiedAtOnce.get();
    }

    /// Returns the uploads that are neither completed nor aborted.
    public int openUploads() {
        return uploads.size();
    }

    @Override
    public Optional<Described> describe(S3Uri uri) {
        Large object = large.get(uri);
        return object == null ? documents.describe(uri) : Optional.of(object.described());
    }

    @Override
    public InputStream open(ObjectRef ref, long start, long end) {
        Large object = large.get(ref.uri());
        if (object == null) {
            return documents.open(ref, start, end);
        }
        bytesRead.addAndGet(end - start);
        return object.maker().open(start, end);
    }

    @Override
    public Optional<Content> load(S3Uri uri, int maxBytes) {
        return documents.load(uri, maxBytes);
    }

    @Override
    public ObjectRef put(S3Uri uri, byte[] content, String type, Map<String, String> metadata, IfExists ifExists) {
        return documents.put(uri, content, type, metadata, ifExists);
    }

    @Override
    public ObjectRef copy(
            ObjectRef source, S3Uri target, String type, Map<String, String> metadata, IfExists ifExists) {
        demand(source.size() <= MAX_PART, "a copy of " + source.size() + " bytes");
        copied();
        return join(target, metadata, List.of(new Extent(Optional.of(source), 0, source.size())));
    }

    private void copied() {
        copiedAtOnce.accumulateAndGet(copying.incrementAndGet(), Math::max);
        try {
            Thread.sleep(COPY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        copying.decrementAndGet();
    }

    private ObjectRef join(S3Uri target, Map<String, String> metadata, List<Extent> extents) {
        ObjectRef ref = new ObjectRef(
                target,
                "\"joined-" + extents.size() + "\"",
                extents.stream().mapToLong(Extent::length).sum());
        large.put(
                target,
                new Large(
                        new Described(ref, metadata),
                        (_, _) -> {
                            throw new IllegalStateException("nobody reads " + target);
                        },
                        extents));
        return ref;
    }

    @Override
    public Stream<ObjectRef> list(S3Uri prefix) {
        return Stream.concat(
                documents.list(prefix),
                large.values().stream()
                        .map(o -> o.described().ref())
                        .filter(ref -> ref.uri().bucket().equals(prefix.bucket())
                                && ref.uri().key().startsWith(prefix.key())));
    }

    @Override
    public void delete(List<S3Uri> uris) {
        uris.forEach(large::remove);
        documents.delete(uris);
    }

    @Override
    public String startUpload(S3Uri target, String contentType, Map<String, String> metadata) {
        String id = "upload-" + uploads.size();
        uploads.put(id, new Upload(target, metadata, new ConcurrentSkipListMap<>()));
        return id;
    }

    @Override
    public UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length) {
        return part(uploadId, number, new Extent(Optional.empty(), 0, length));
    }

    @Override
    public UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end) {
        demand(start == 0 && end == source.size() || source.size() > MIN_PART, "a range of a small object " + source);
        copied();
        return part(uploadId, number, new Extent(Optional.of(source), start, end));
    }

    private UploadedPart part(String uploadId, int number, Extent extent) {
        demand(number >= 1 && number <= MAX_PARTS && extent.length() <= MAX_PART, "part " + number + ": " + extent);
        uploads.get(uploadId).parts().put(number, extent);
        return new UploadedPart(number, "\"" + extent.length() + "\"");
    }

    @Override
    public ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists) {
        Upload upload = uploads.remove(uploadId);
        List<Extent> extents = new ArrayList<>(upload.parts().values());
        demand(
                parts.stream()
                        .map(UploadedPart::number)
                        .toList()
                        .equals(List.copyOf(upload.parts().keySet())),
                "other parts than were uploaded");
        for (Extent extent : extents.subList(0, extents.size() - 1)) {
            demand(extent.length() >= MIN_PART, "a small part in the middle: " + extent);
        }
        return join(target, upload.metadata(), extents);
    }

    @Override
    public void abortUpload(S3Uri target, String uploadId) {
        uploads.remove(uploadId);
    }

    @Override
    public void abortUploads(S3Uri prefix) {
        uploads.values().removeIf(u -> u.target().toString().startsWith(prefix.toString()));
    }

    @Override
    public void abortEmptyUploads(S3Uri target) {
        uploads.values().removeIf(u -> u.target().equals(target) && u.parts().isEmpty());
    }

    private static void demand(boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalStateException("S3 refuses " + what);
        }
    }

    /// Returns the content of an object: a head followed by repeated bytes.
    public static Maker repeated(byte[] head, byte[] record) {
        return (start, end) -> new InputStream() {
            private long at = start;

            @Override
            public int read() {
                return at == end ? -1 : next() & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int count = (int) Math.min(length, end - at);
                for (int i = 0; i < count; i++) {
                    bytes[offset + i] = next();
                }
                return count == 0 && length > 0 ? -1 : count;
            }

            private byte next() {
                long i = at++;
                return i < head.length ? head[(int) i] : record[(int) ((i - head.length) % record.length)];
            }
        };
    }

    /// Returns the content of an object of which only the last bytes may be read.
    public static Maker tail(long size, byte[] tail) {
        return (start, end) -> {
            long from = start - (size - tail.length);
            demand(from >= 0, "(here) reading of bytes " + start + " to " + end + " of " + size);
            return new ByteArrayInputStream(tail, (int) from, (int) (end - start));
        };
    }
}
