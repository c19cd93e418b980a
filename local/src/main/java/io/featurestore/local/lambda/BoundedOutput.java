package io.featurestore.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Collects an answer up to a limit. Bytes beyond the limit are dropped: Lambda lets the handler end and then
/// refuses the answer.
final class BoundedOutput extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int limit;
    private boolean passed;

    BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int b) {
        if (room(1)) {
            kept.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (room(length)) {
            kept.write(bytes, offset, length);
        }
    }

    /// Returns the answer, or empty if it exceeded the limit.
    synchronized Optional<byte[]> bytes() {
        return passed ? Optional.empty() : Optional.of(kept.toByteArray());
    }

    private boolean room(int length) {
        passed |= length > limit - kept.size();
        return !passed;
    }
}
