package io.featurestore.local.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder that holds all state of the embedded services. One process has it open at a time: an exclusive lock on
 * its file {@code lock} goes with the process, however that ends.
 *
 * <p>What is written here survives the end of the process at any moment, {@code kill -9} too. It is not forced to
 * the disk: a power cut may lose the last writes.
 */
public final class StoreFolder implements AutoCloseable {
    private final Path path;
    private final FolderLock lock;
    private final Documents documents;

    private StoreFolder(Path path, FolderLock lock, Documents documents) {
        this.path = path;
        this.lock = lock;
        this.documents = documents;
    }

    /**
     * Opens a folder, made if it is not there, and removes what a killed process left half-written in its documents.
     *
     * @throws FolderInUseException if this or another process has it open
     * @throws IOException if it cannot be made or written to
     */
    public static StoreFolder open(Path folder) throws IOException {
        Path path = Files.createDirectories(Objects.requireNonNull(folder, "folder is null")).toRealPath();
        FolderLock lock = FolderLock.take(path);
        try {
            return new StoreFolder(path, lock, DocumentFiles.open(path.resolve("documents")));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Returns the folder, absolute and without symbolic links. */
    public Path path() {
        return path;
    }

    /** Returns the documents of this folder. */
    public Documents documents() {
        return documents;
    }

    /** Notes where the services of this folder answer, so that a second process can say it. */
    public void announce(URI endpoint) throws IOException {
        lock.announce(endpoint);
    }

    /** Releases the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
