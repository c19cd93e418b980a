package io.featurestore.local.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Holds all state of the embedded services in one folder. Only one process can have it open at a time: the
/// process holds an exclusive lock on the file `lock`, which is released when the process ends in any way.
///
/// Files written here survive the end of the process at any moment, also `kill -9`. They are not forced to the
/// disk, so a power failure may lose the last writes.
public final class StoreFolder implements AutoCloseable {
    private final Path path;
    private final FolderLock lock;
    private final Documents documents;

    private StoreFolder(Path path, FolderLock lock, Documents documents) {
        this.path = path;
        this.lock = lock;
        this.documents = documents;
    }

    /// Opens a folder, which is created if it does not exist. Deletes the unfinished documents of a killed
    /// process.
    ///
    /// @throws FolderInUseException if this or another process has the folder open
    /// @throws IOException if the folder cannot be created or written to
    public static StoreFolder open(Path folder) throws IOException {
        Path path = Files.createDirectories(Objects.requireNonNull(folder, "The folder must not be null"))
                .toRealPath();
        FolderLock lock = FolderLock.take(path);
        try {
            return new StoreFolder(path, lock, DocumentFiles.open(path.resolve("documents")));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Returns the folder, absolute and without symbolic links.
    public Path path() {
        return path;
    }

    /// Returns the documents of this folder.
    public Documents documents() {
        return documents;
    }

    /// Stores the endpoint of the services, so that another process can name it.
    public void announce(URI endpoint) throws IOException {
        lock.announce(endpoint);
    }

    /// Releases the folder.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
