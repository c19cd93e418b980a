package io.featurestore.cli.download;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.SignInFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads ranges of one object. A read whose connection breaks continues at the first byte that has not come,
/// so no byte is asked for twice. Its buffer is the only memory that it needs, whatever the size of the
/// object.
final class ObjectReader {
    /// Takes the bytes of a range in order.
    interface Sink {
        /// Takes the next bytes; a failure of this method ends the reading.
        void take(byte[] bytes, int count) throws IOException;
    }

    /// Reports that a place on this machine did not take the bytes.
    static final class SinkFailure extends RuntimeException {
        private final IOException reason;

        SinkFailure(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    static final int BUFFER = 128 << 10;
    /// The attempts in a row that bring no byte. With the waits between them, a network may be away for a
    /// minute.
    private static final int MAX_FRUITLESS = 10;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final RemoteObject object;
    private final BooleanSupplier stopped;

    /// Creates a reader.
    ///
    /// @param stopped tells whether the reading must end early
    ObjectReader(S3Client s3, RemoteObject object, BooleanSupplier stopped) {
        this.s3 = s3;
        this.object = object;
        this.stopped = stopped;
    }

    /// Reads the bytes from `start` to before `end`, and returns whether all of them came; false if it was
    /// stopped.
    ///
    /// @throws CommandFailure if the object changed or cannot be read
    /// @throws SinkFailure if the sink failed
    boolean read(long start, long end, Sink sink) {
        byte[] buffer = new byte[BUFFER];
        long next = start;
        int fruitless = 0;
        while (next < end) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            long before = next;
            Exception broken;
            try {
                next = readOnce(buffer, next, end, sink);
                continue;
            } catch (Broken e) {
                next = e.next;
                broken = e.reason;
            } catch (SdkException e) {
                broken = refusedForGood(e);
            }
            fruitless = next > before ? 0 : fruitless + 1;
            if (fruitless >= MAX_FRUITLESS) {
                throw CommandFailure.failed(broken, "error.download", reason(broken));
            }
            pause(fruitless);
        }
        return true;
    }

    /// Reports a connection that ended early.
    private static final class Broken extends Exception {
        private final long next;
        private final Exception reason;

        Broken(long next, Exception reason) {
            super(reason);
            this.next = next;
            this.reason = reason;
        }
    }

    /// Reads with one request and returns the position after the last byte.
    private long readOnce(byte[] buffer, long start, long end, Sink sink) throws Broken {
        ResponseInputStream<GetObjectResponse> in =
                s3.getObject(r -> r.bucket(object.uri().bucket())
                        .key(object.uri().key())
                        .ifMatch(object.etag())
                        .range("bytes=" + start + "-" + (end - 1)));
        long next = start;
        try {
            while (next < end && !stopped.getAsBoolean()) {
                int count;
                try {
                    count = in.read(buffer, 0, (int) Math.min(buffer.length, end - next));
                } catch (IOException | SdkException e) {
                    throw new Broken(next, e);
                }
                if (count < 0) {
                    throw new Broken(next, new IOException("the connection was closed early"));
                }
                take(sink, buffer, count);
                next += count;
            }
            return next;
        } finally {
            if (next < end) {
                in.abort();
            } else {
                closeQuietly(in);
            }
        }
    }

    private static void closeQuietly(ResponseInputStream<GetObjectResponse> in) {
        try {
            in.close();
        } catch (IOException _) {
            // All bytes have come; only the connection is lost.
        }
    }

    private static void take(Sink sink, byte[] buffer, int count) {
        try {
            sink.take(buffer, count);
        } catch (IOException e) {
            throw new SinkFailure(e);
        }
    }

    /// Returns the failure if another attempt may help.
    ///
    /// @throws CommandFailure if none does
    private SdkException refusedForGood(SdkException e) {
        if (e instanceof S3Exception refused
                && (refused.statusCode() == PRECONDITION_FAILED || refused.statusCode() == NOT_FOUND)) {
            throw CommandFailure.failed(e, "error.download.changed", object.uri());
        }
        if (e instanceof SignInFailure || e instanceof S3Exception refused && !isTransient(refused)) {
            throw CommandFailure.failed(e, "error.download", Reasons.of(e));
        }
        return e;
    }

    /// The SDK has tried these itself some times; the pauses here are longer.
    private static boolean isTransient(S3Exception e) {
        return e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 408 || e.isThrottlingException();
    }

    private static String reason(Exception e) {
        return switch (e) {
            case SdkException aws -> Reasons.of(aws);
            case IOException io -> Reasons.of(io);
            default -> String.valueOf(e.getMessage());
        };
    }

    /// Waits longer after each attempt that brought nothing. The random part keeps parallel reads apart.
    private void pause(int fruitless) {
        long limit = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(fruitless, 10));
        long end = System.nanoTime()
                + Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit / 2, limit))
                        .toNanos();
        try {
            while (System.nanoTime() < end && !stopped.getAsBoolean()) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed(e, "error.download", String.valueOf(e.getMessage()));
        }
    }
}
