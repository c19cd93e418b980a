package io.featurestore.export.benchmarks.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Prevents a second session in a folder. The lock ends with the process, however the process ends.
final class SessionLock implements AutoCloseable {
    private final FileChannel channel;

    private SessionLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Locks a folder.
    ///
    /// @throws IllegalStateException if another process holds the lock
    static SessionLock on(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IllegalStateException("another session works in " + folder + "; wait for it, or set --folder");
        }
        return new SessionLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
