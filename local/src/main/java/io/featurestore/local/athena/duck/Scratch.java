package io.featurestore.local.athena.duck;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/** A folder for what a query writes on its way: its result in the making, and what does not fit into memory. */
public final class Scratch {
    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder, made if it is not there, and removes what a killed process left in it. */
    public static Scratch open(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
        return new Scratch(Files.createDirectories(folder));
    }

    /** Makes a file, the caller's to delete. */
    public Path file() throws IOException {
        return Files.createTempFile(folder, "result", ".csv");
    }

    /** Makes a folder, the caller's to {@link #delete}. */
    Path folder() throws IOException {
        return Files.createTempDirectory(folder, "spill");
    }

    /** Deletes a folder with all it holds. */
    static void delete(Path folder) throws IOException {
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
