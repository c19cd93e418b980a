package io.featurestore.local.athena.duck;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Provides a folder for the temporary files of queries: unfinished results, and data that does not fit into
/// memory.
public final class Scratch {
    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /// Opens a folder, which is created if it does not exist. Deletes the files that a killed process left in it.
    public static Scratch open(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
        return new Scratch(Files.createDirectories(folder));
    }

    /// Creates a folder. The caller must [#delete] it.
    public Path folder() throws IOException {
        return Files.createTempDirectory(folder, "query");
    }

    /// Deletes a folder with its content.
    public static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException error) throws IOException {
                Files.deleteIfExists(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
