package io.featurestore.store.objects;

import io.featurestore.failure.Internal;
import io.featurestore.failure.ResultChanged;
import io.featurestore.failure.Transient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// S3 in memory for tests: ETags as in S3, multipart rules, conditional writes, and injected errors.
/// Thread-safe. An error that only a defect of the caller can cause (a part that is too small, an unknown
/// upload) is an [IllegalStateException].
public final class InMemoryObjectStore implements ObjectStore {
    /// Names the calls that an error can be injected into.
    public enum Operation {
        DESCRIBE,
        OPEN,
        READ,
        PUT,
        COPY,
        LIST,
        DELETE,
        START_UPLOAD,
        UPLOAD_PART,
        COPY_PART,
        COMPLETE_UPLOAD,
        ABORT_UPLOAD
    }

    /// Injects errors: a hook that throws.
    public interface Faults {
        /// Called before a call takes effect. An exception stands for a request that failed.
        default void before(Operation operation, S3Uri uri) {}

        /// Called after a call took effect. An exception stands for an answer that was lost.
        default void after(Operation operation, S3Uri uri) {}
    }

    private record Stored(byte[] content, String etag, String contentType, Map<String, String> metadata) {}

    private record Part(byte[] content, byte[] md5) {}

    private record Upload(
            S3Uri target, String contentType, Map<String, String> metadata, NavigableMap<Integer, Part> parts) {}

    private static final int S3_MIN_PART = 5 << 20;
    private static final long S3_MAX_PART = 5L << 30;
    private static final int MAX_PART_NUMBER = 10_000;
    private static final Comparator<S3Uri> KEY_ORDER = Comparator.comparing(S3Uri::bucket)
            .thenComparing(uri -> uri.key().getBytes(java.nio.charset.StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final int minPart;
    private final long maxPart;
    private final NavigableMap<S3Uri, Stored> objects = new TreeMap<>(KEY_ORDER);
    private final Map<String, Upload> uploads = new TreeMap<>();
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final AtomicInteger uploadIds = new AtomicInteger();
    private volatile Faults faults = new Faults() {};

    /// Creates an empty store with S3's limits on parts, 5 MiB to 5 GiB.
    public InMemoryObjectStore() {
        this(S3_MIN_PART, S3_MAX_PART);
    }

    /// Creates an empty store with other limits, so that a test needs fewer bytes.
    public InMemoryObjectStore(int minPartBytes, long maxPartBytes) {
        minPart = minPartBytes;
        maxPart = maxPartBytes;
    }

    /// Injects errors from now on. Replaces an earlier hook.
    public void inject(Faults newFaults) {
        faults = newFaults;
    }

    /// Stops injecting errors.
    public void heal() {
        faults = new Faults() {};
    }

    /// Writes an object without metadata; no error is injected, and the call is not counted.
    public synchronized ObjectRef seed(S3Uri uri, byte[] content) {
        return store(uri, new Stored(content.clone(), quoted(md5(content)), "binary/octet-stream", Map.of()));
    }

    /// Returns an object's bytes; no error is injected, and the call is not counted.
    public synchronized byte[] content(S3Uri uri) {
        return existing(uri).content().clone();
    }

    /// Returns an object's content type.
    public synchronized String contentType(S3Uri uri) {
        return existing(uri).contentType();
    }

    /// Returns the URIs of objects, in key order; no error is injected, and the call is not counted.
    public synchronized List<S3Uri> uris() {
        return List.copyOf(objects.keySet());
    }

    /// Returns the ids of the uploads that are neither completed nor aborted.
    public synchronized List<String> openUploads() {
        return List.copyOf(uploads.keySet());
    }

    /// Returns the number of calls of an operation, with failed calls.
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    @Override
    public Optional<Described> describe(S3Uri uri) {
        enter(Operation.DESCRIBE, uri);
        Optional<Described> described;
        synchronized (this) {
            described = Optional.ofNullable(objects.get(uri)).map(o -> new Described(ref(uri, o), o.metadata()));
        }
        faults.after(Operation.DESCRIBE, uri);
        return described;
    }

    @Override
    public InputStream open(ObjectRef ref, long start, long end) {
        enter(Operation.OPEN, ref.uri());
        InputStream opened = new ByteArrayInputStream(range(ref, start, end));
        faults.after(Operation.OPEN, ref.uri());
        return opened;
    }

    @Override
    public Optional<Content> load(S3Uri uri, int maxBytes) {
        enter(Operation.READ, uri);
        Optional<Content> content;
        synchronized (this) {
            content = Optional.ofNullable(objects.get(uri))
                    .map(o -> new Content(o.content().clone(), o.metadata()));
        }
        if (content.isPresent() && content.get().bytes().length > maxBytes) {
            throw new Internal(uri + " holds more than " + maxBytes + " bytes");
        }
        faults.after(Operation.READ, uri);
        return content;
    }

    @Override
    public ObjectRef put(
            S3Uri uri, byte[] content, String contentType, Map<String, String> metadata, IfExists ifExists) {
        enter(Operation.PUT, uri);
        ObjectRef written;
        synchronized (this) {
            demand(uri, ifExists);
            written = store(uri, new Stored(content.clone(), quoted(md5(content)), contentType, Map.copyOf(metadata)));
        }
        faults.after(Operation.PUT, uri);
        return written;
    }

    @Override
    public ObjectRef copy(
            ObjectRef source, S3Uri target, String contentType, Map<String, String> metadata, IfExists ifExists) {
        enter(Operation.COPY, target);
        ObjectRef written;
        synchronized (this) {
            byte[] content = range(source, 0, source.size());
            if (content.length > maxPart) {
                throw new IllegalStateException("a copy of " + content.length + " bytes is above " + maxPart);
            }
            demand(target, ifExists);
            written = store(target, new Stored(content, quoted(md5(content)), contentType, Map.copyOf(metadata)));
        }
        faults.after(Operation.COPY, target);
        return written;
    }

    @Override
    public Stream<ObjectRef> list(S3Uri prefix) {
        enter(Operation.LIST, prefix);
        List<ObjectRef> found;
        synchronized (this) {
            found = objects.entrySet().stream()
                    .filter(e -> e.getKey().bucket().equals(prefix.bucket())
                            && e.getKey().key().startsWith(prefix.key()))
                    .map(e -> ref(e.getKey(), e.getValue()))
                    .toList();
        }
        faults.after(Operation.LIST, prefix);
        return found.stream();
    }

    @Override
    public void delete(List<S3Uri> uris) {
        for (S3Uri uri : uris) {
            enter(Operation.DELETE, uri);
            synchronized (this) {
                objects.remove(uri);
            }
            faults.after(Operation.DELETE, uri);
        }
    }

    @Override
    public String startUpload(S3Uri target, String contentType, Map<String, String> metadata) {
        enter(Operation.START_UPLOAD, target);
        String id = "upload-" + uploadIds.incrementAndGet();
        synchronized (this) {
            uploads.put(id, new Upload(target, contentType, Map.copyOf(metadata), new TreeMap<>()));
        }
        faults.after(Operation.START_UPLOAD, target);
        return id;
    }

    @Override
    public UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length) {
        enter(Operation.UPLOAD_PART, target);
        UploadedPart part = addPart(target, uploadId, number, Arrays.copyOfRange(content, offset, offset + length));
        faults.after(Operation.UPLOAD_PART, target);
        return part;
    }

    @Override
    public UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end) {
        enter(Operation.COPY_PART, target);
        boolean whole = start == 0 && end == source.size();
        if (!whole && source.size() <= minPart) {
            throw new IllegalStateException("no range can be copied of " + source + ", which is too small");
        }
        UploadedPart part = addPart(target, uploadId, number, range(source, start, end));
        faults.after(Operation.COPY_PART, target);
        return part;
    }

    @Override
    public ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists) {
        enter(Operation.COMPLETE_UPLOAD, target);
        ObjectRef written;
        synchronized (this) {
            Upload upload = upload(target, uploadId);
            byte[] content = joined(upload, parts);
            demand(target, ifExists);
            uploads.remove(uploadId);
            written = store(
                    target, new Stored(content, multipartEtag(upload, parts), upload.contentType(), upload.metadata()));
        }
        faults.after(Operation.COMPLETE_UPLOAD, target);
        return written;
    }

    @Override
    public void abortUpload(S3Uri target, String uploadId) {
        enter(Operation.ABORT_UPLOAD, target);
        synchronized (this) {
            uploads.remove(uploadId);
        }
        faults.after(Operation.ABORT_UPLOAD, target);
    }

    @Override
    public void abortUploads(S3Uri prefix) {
        enter(Operation.LIST, prefix);
        List<Map.Entry<String, Upload>> found;
        synchronized (this) {
            found = uploads.entrySet().stream()
                    .filter(e -> e.getValue().target().bucket().equals(prefix.bucket())
                            && e.getValue().target().key().startsWith(prefix.key()))
                    .map(e -> Map.entry(e.getKey(), e.getValue()))
                    .toList();
        }
        faults.after(Operation.LIST, prefix);
        found.forEach(e -> abortUpload(e.getValue().target(), e.getKey()));
    }

    @Override
    public void abortEmptyUploads(S3Uri target) {
        enter(Operation.LIST, target);
        List<String> found;
        synchronized (this) {
            found = uploads.entrySet().stream()
                    .filter(e -> e.getValue().target().equals(target)
                            && e.getValue().parts().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
        }
        faults.after(Operation.LIST, target);
        found.forEach(id -> abortUpload(target, id));
    }

    private void enter(Operation operation, S3Uri uri) {
        synchronized (this) {
            calls.merge(operation, 1, Integer::sum);
        }
        faults.before(operation, uri);
    }

    private synchronized UploadedPart addPart(S3Uri target, String uploadId, int number, byte[] content) {
        if (number < 1 || number > MAX_PART_NUMBER || content.length > maxPart) {
            throw new IllegalStateException("part " + number + " of " + content.length + " bytes");
        }
        byte[] md5 = md5(content);
        upload(target, uploadId).parts().put(number, new Part(content, md5));
        return new UploadedPart(number, quoted(md5));
    }

    private Upload upload(S3Uri target, String uploadId) {
        Upload upload = uploads.get(uploadId);
        if (upload == null || !upload.target().equals(target)) {
            throw new Transient(
                    "upload " + uploadId + " of " + target + " is not there", new IllegalStateException("404"));
        }
        return upload;
    }

    private byte[] joined(Upload upload, List<UploadedPart> parts) {
        if (parts.isEmpty()) {
            throw new IllegalStateException("an upload is completed without parts");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int last = 0;
        for (UploadedPart named : parts) {
            Part part = upload.parts().get(named.number());
            if (part == null || !quoted(part.md5()).equals(named.etag()) || named.number() <= last) {
                throw new IllegalStateException(named + " is not a part, or out of order");
            }
            if (part.content().length < minPart && named != parts.getLast()) {
                throw new IllegalStateException(named + " has " + part.content().length + " bytes, too few");
            }
            last = named.number();
            all.writeBytes(part.content());
        }
        return all.toByteArray();
    }

    private static String multipartEtag(Upload upload, List<UploadedPart> parts) {
        ByteArrayOutputStream sums = new ByteArrayOutputStream();
        parts.forEach(part -> sums.writeBytes(upload.parts().get(part.number()).md5()));
        String sum = quoted(md5(sums.toByteArray()));
        return sum.substring(0, sum.length() - 1) + "-" + parts.size() + "\"";
    }

    private synchronized byte[] range(ObjectRef ref, long start, long end) {
        Stored stored = objects.get(ref.uri());
        if (stored == null || !stored.etag().equals(ref.etag())) {
            throw new ResultChanged(ref.uri() + " is no longer the version " + ref.etag());
        }
        if (start < 0 || end < start || end > stored.content().length) {
            throw new IllegalStateException("range [" + start + ", " + end + ") of " + ref);
        }
        return Arrays.copyOfRange(stored.content(), (int) start, (int) end);
    }

    private void demand(S3Uri uri, IfExists ifExists) {
        if (ifExists == IfExists.REFUSE && objects.containsKey(uri)) {
            throw new AlreadyExists(uri, new IllegalStateException("412"));
        }
    }

    private ObjectRef store(S3Uri uri, Stored stored) {
        objects.put(uri, stored);
        return ref(uri, stored);
    }

    private Stored existing(S3Uri uri) {
        Stored stored = objects.get(uri);
        if (stored == null) {
            throw new IllegalStateException(uri + " is not there; there are " + objects.keySet());
        }
        return stored;
    }

    private static ObjectRef ref(S3Uri uri, Stored stored) {
        return new ObjectRef(uri, stored.etag(), stored.content().length);
    }

    private static String quoted(byte[] md5) {
        return '"' + HexFormat.of().formatHex(md5) + '"';
    }

    private static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
