package io.featurestore.cli.execution;

import io.featurestore.cli.console.Texts;
import io.featurestore.cli.download.Transfer;
import java.util.concurrent.atomic.AtomicLong;

/// Shows how far a download is, some times a second: bytes, percent, and the speed since the download began.
final class TransferProgress implements Transfer {
    private static final long INTERVAL_NANOS = 200_000_000;
    private static final double NANOS = 1e9;

    private final Progress progress;
    private final long began = System.nanoTime();
    private final AtomicLong shown = new AtomicLong(began);
    /// The bytes that an earlier run had downloaded; -1 before the first report.
    private final AtomicLong before = new AtomicLong(-1);

    TransferProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void moved(long here, long bytes) {
        before.compareAndSet(-1, here);
        long now = System.nanoTime();
        long last = shown.get();
        if (now - last < INTERVAL_NANOS || !shown.compareAndSet(last, now)) {
            return;
        }
        double seconds = (now - began) / NANOS;
        progress.running(Texts.text(
                "downloading.progress",
                Texts.bytes(here),
                Texts.bytes(bytes),
                bytes == 0 ? 100 : here * 100 / bytes,
                Texts.bytes((long) ((here - before.get()) / seconds))));
    }
}
