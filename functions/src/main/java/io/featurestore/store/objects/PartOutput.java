package io.featurestore.store.objects;

import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes one object of unknown length: in one request if it is small, else as a multipart upload. It holds at
/// most {@value #PART_BYTES} bytes. The object is there only after [#finish].
public final class PartOutput extends OutputStream {
    /// The bytes that one request of an upload writes.
    public static final int PART_BYTES = 8 << 20;
    private static final int FIRST = 64 << 10;
    private static final int GROWTH = 8;
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final S3Uri uri;
    private final Map<String, String> metadata;
    private final List<UploadedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST];
    private int size;
    private @Nullable String uploadId;

    /// Creates an output to `uri`. An existing object is replaced.
    public PartOutput(ObjectStore store, S3Uri uri, Map<String, String> metadata) {
        this.store = store;
        this.uri = uri;
        this.metadata = metadata;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (size == PART_BYTES) {
                upload();
            }
            int taken = Math.min(left, PART_BYTES - size);
            makeRoom(taken);
            System.arraycopy(bytes, from, buffer, size, taken);
            size += taken;
            from += taken;
            left -= taken;
        }
    }

    private void makeRoom(int wanted) {
        if (size + wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(size + wanted, GROWTH * buffer.length)));
        }
    }

    private void upload() {
        String id = uploadId;
        if (id == null) {
            id = store.startUpload(uri, CONTENT_TYPE, metadata);
            uploadId = id;
        }
        parts.add(store.uploadPart(uri, id, parts.size() + 1, buffer, 0, size));
        size = 0;
    }

    /// Makes the object from the bytes that were written. Returns its version.
    public ObjectRef finish() {
        if (uploadId == null) {
            return store.put(uri, Arrays.copyOf(buffer, size), CONTENT_TYPE, metadata, IfExists.REPLACE);
        }
        if (size > 0) {
            upload();
        }
        ObjectRef ref = store.completeUpload(uri, uploadId, parts, IfExists.REPLACE);
        uploadId = null;
        return ref;
    }

    /// Discards the bytes that were written. Does nothing after [#finish].
    public void abort() {
        String id = uploadId;
        uploadId = null;
        if (id != null) {
            store.abortUpload(uri, id);
        }
    }

    /// Does nothing. A compressing stream closes this one after a failure too, and half a part must not become an
    /// object.
    @Override
    public void close() throws IOException {}
}
