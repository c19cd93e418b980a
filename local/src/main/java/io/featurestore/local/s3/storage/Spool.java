package io.featurestore.local.s3.storage;

import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/// Holds unfinished files on the same file system as the finished ones, so that one rename finishes a file.
public final class Spool {
    private static final int BUFFER_BYTES = 128 << 10;

    private final Path folder;

    private Spool(Path folder) {
        this.folder = folder;
    }

    /// Opens the folder and removes the files that a killed process left in it.
    static Spool open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> leftovers = Files.list(folder)) {
            for (Path leftover : leftovers.toList()) {
                Trees.delete(leftover);
            }
        }
        return new Spool(folder);
    }

    /// Holds an unfinished file. Closing it deletes a file that was not moved.
    public record Draft(Path path) implements AutoCloseable {
        /// Moves the finished file to its place.
        void moveTo(Path target) throws IOException {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            Trees.delete(path);
        }
    }

    /// Returns the path of a new file, which does not exist yet.
    public Draft draft() {
        return new Draft(folder.resolve(UUID.randomUUID().toString()));
    }

    /// Reads at most `maxBytes` bytes of a stream into a new file.
    public Draft receive(InputStream content, Digests digests, long maxBytes) throws IOException {
        Draft draft = draft();
        try (OutputStream file =
                Files.newOutputStream(draft.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = maxBytes;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw S3Errors.tooLarge("the body is larger than " + maxBytes + " bytes");
                }
                digests.update(buffer, n);
                file.write(buffer, 0, n);
            }
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
        return draft;
    }

    /// Writes a small file and replaces an existing one atomically.
    void write(Path target, byte[] content) throws IOException {
        try (Draft draft = draft()) {
            Files.write(draft.path(), content);
            draft.moveTo(target);
        }
    }

    /// Removes a folder with its content. The folder disappears at once, even if the removal takes long.
    void discard(Path tree) throws IOException {
        try (Draft draft = draft()) {
            Files.move(tree, draft.path(), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
