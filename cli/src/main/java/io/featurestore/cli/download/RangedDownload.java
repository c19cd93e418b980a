package io.featurestore.cli.download;

import io.featurestore.cli.console.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.S3Client;

/// Downloads the ranges of an object that a [PartialFile] does not have, several at a time, and proves the
/// whole file by the checksum that S3 has of it.
///
/// Memory, whatever the size of the object: one buffer of 128 KiB for each of 8 connections, and 9 bytes for
/// each of at most 10,000 ranges.
final class RangedDownload {
    /// S3 gives one connection some 85 to 90 MB a second, so a few of them fill a line of some Gbit
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html).
    static final int CONNECTIONS = 8;

    private final S3Client s3;
    private final RemoteObject object;
    private final PartialFile file;
    private final Transfer transfer;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong here = new AtomicLong();
    private volatile boolean stopped;

    RangedDownload(S3Client s3, RemoteObject object, PartialFile file, Transfer transfer) {
        this.s3 = s3;
        this.object = object;
        this.file = file;
        this.transfer = transfer;
    }

    /// Fetches what is missing. Returns when the file is complete and proven.
    ///
    /// @throws CommandFailure if the object cannot be read, or the file does not have its checksum
    /// @throws IOException if the file cannot be written
    void run() throws IOException {
        here.set(file.verifiedBytes());
        transfer.moved(here.get(), object.bytes());
        fetchAll();
        prove();
    }

    private void fetchAll() throws IOException {
        int ranges = file.content().ranges().count();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(CONNECTIONS, ranges); i++) {
                running.add(workers.submit(this::work));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
            throw new IOException("the download was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ObjectReader.SinkFailure full) {
                throw full.reason();
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    private void work() {
        Ranges ranges = file.content().ranges();
        ObjectReader reader = new ObjectReader(s3, object, () -> stopped);
        try {
            for (int range = next.getAndIncrement(); range < ranges.count(); range = next.getAndIncrement()) {
                if (!file.isDone(range) && !fetch(reader, range)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            // The other connections end, too. Their ranges are fetched by the next run.
            stopped = true;
            throw e;
        }
    }

    private boolean fetch(ObjectReader reader, int range) {
        Ranges ranges = file.content().ranges();
        Crc64Nvme crc = new Crc64Nvme();
        AtomicLong position = new AtomicLong(ranges.start(range));
        boolean whole = reader.read(ranges.start(range), ranges.end(range), (bytes, count) -> {
            file.write(bytes, count, position.getAndAdd(count));
            crc.update(bytes, 0, count);
            transfer.moved(here.addAndGet(count), object.bytes());
        });
        if (whole) {
            try {
                file.done(range, crc.getValue());
            } catch (IOException e) {
                throw new ObjectReader.SinkFailure(e);
            }
        }
        return whole;
    }

    /// Compares the checksum. If S3 has none of the whole content, the size, the ETag of every read and TLS
    /// are what speaks for the bytes.
    private void prove() throws IOException {
        if (object.checksum().isEmpty()) {
            return;
        }
        ContentChecksum expected = object.checksum().get();
        String actual = expected.algorithm() == ContentChecksum.Algorithm.CRC64NVME
                ? "%016x".formatted(file.crc())
                : file.checksum(expected.start());
        if (!actual.equals(expected.value())) {
            file.discard();
            throw CommandFailure.failed("error.download.checksum", expected.algorithm(), actual, expected.value());
        }
    }
}
