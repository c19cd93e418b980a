package io.featurestore.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Holds the exclusive lock of a store folder: the file `lock`, whose text names the process that holds it.
final class FolderLock implements AutoCloseable {
    private static final String FILE = "lock";

    /// The folders that this process holds, each with its description. This map is checked before the file is
    /// opened: on POSIX systems, closing any channel of a file releases all locks of the process on it.
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    /// The locked byte. It is far behind the text, so that other processes can read the text where locks are
    /// mandatory.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Takes the lock of a folder, given by its real path.
    static FolderLock take(Path folder) throws IOException {
        String holder = HELD.putIfAbsent(folder, describe(null));
        if (holder != null) {
            throw inUse(folder, "this " + holder);
        }
        try {
            return lock(folder);
        } catch (IOException | RuntimeException e) {
            HELD.remove(folder);
            throw e;
        }
    }

    private static FolderLock lock(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(folder, Files.readString(file, UTF_8).strip());
            }
            FolderLock held = new FolderLock(folder, channel);
            held.write(describe(null));
            return held;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void announce(URI endpoint) throws IOException {
        String holder = describe(endpoint);
        HELD.put(folder, holder);
        write(holder);
    }

    private void write(String holder) throws IOException {
        ByteBuffer text = ByteBuffer.wrap((holder + "\n").getBytes(UTF_8));
        int length = text.remaining();
        while (text.hasRemaining()) {
            channel.write(text, text.position());
        }
        channel.truncate(length);
    }

    private static String describe(@Nullable URI endpoint) {
        String process = "process " + ProcessHandle.current().pid();
        return endpoint == null ? process : process + ", serving " + endpoint;
    }

    private static FolderInUseException inUse(Path folder, String holder) {
        return new FolderInUseException("The folder %s is in use by %s; stop it, or choose another folder"
                .formatted(folder, holder.isEmpty() ? "another process" : holder));
    }

    @Override
    public void close() throws IOException {
        // The channel is closed first, because no other code in this process may open the file before.
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(folder);
        }
    }
}
