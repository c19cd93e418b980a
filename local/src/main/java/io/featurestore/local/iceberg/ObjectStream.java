package io.featurestore.local.iceberg;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.io.PositionOutputStream;

/// Gathers the content of an object and passes it on when it is closed. A small content stays in memory; a large
/// one goes to a temporary file, which is deleted at the end.
final class ObjectStream extends PositionOutputStream {
    private static final int MOST_IN_MEMORY = 4 << 20;

    /// Takes the whole content of an object.
    interface Sink {
        void put(InputStream content) throws IOException;
    }

    private final Sink sink;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<Path> file = Optional.empty();
    private OutputStream out = memory;
    private long position;
    private boolean closed;

    ObjectStream(Sink sink) {
        this.sink = sink;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file.isEmpty() && position + length > MOST_IN_MEMORY) {
            spill();
        }
        out.write(bytes, offset, length);
        position += length;
    }

    private void spill() throws IOException {
        Path path = Files.createTempFile("iceberg", ".tmp");
        file = Optional.of(path);
        out = Files.newOutputStream(path);
        memory.writeTo(out);
        memory.reset();
    }

    /// Passes the content on. Does nothing the second time.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
            try (InputStream content = file.isPresent()
                    ? Files.newInputStream(file.get())
                    : new ByteArrayInputStream(memory.toByteArray())) {
                sink.put(content);
            }
        } finally {
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        }
    }
}
