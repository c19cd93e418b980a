package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Works on folders and their content. Symbolic links are never followed.
final class Trees {
    private Trees() {}

    /// Deletes a file, or a folder with its content, if it exists.
    static void delete(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(tree);
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Returns whether a folder contains only folders, at any depth.
    static boolean isHollow(Path folder) throws IOException {
        try (var tree = Files.walk(folder)) {
            return tree.allMatch(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /// Returns the folders around a file, the nearest first, up to and without the given one.
    static List<Path> between(Path file, Path end) {
        List<Path> folders = new ArrayList<>();
        Path folder = file.getParent();
        while (folder != null && !folder.equals(end)) {
            folders.add(folder);
            folder = folder.getParent();
        }
        return folders;
    }

    /// Deletes the empty folders around a former file, up to and without the given one.
    static void prune(Path file, Path end) throws IOException {
        for (Path folder : between(file, end)) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }
}
