package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Walks the keys of a bucket with a prefix and after a marker, in their order: those of files and those of
/// folder objects. Folders are read when the walk comes to them, so that a page of a listing costs about its
/// own length.
final class KeyWalk {
    private final String prefix;
    private final String after;
    private final UnaryOperator<Optional<String>> later;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Optional<String> fileKey;
    private Optional<String> folderKey;

    /// Holds a folder that the walk is in.
    ///
    /// @param path the start of all its keys; ends with `/` but at the root, where it is empty
    /// @param rest the entries that are still to come
    private record Level(String path, Iterator<Child> rest) {}

    /// Describes a file or a folder.
    ///
    /// @param key the file's key, or the start of all keys in the folder with its `/`
    /// @param path where it is
    private record Child(String key, Path path) {
        boolean isFolder() {
            return key.endsWith("/");
        }
    }

    /// Begins a walk.
    ///
    /// @param folders returns the key of the first folder object with the prefix after a key; empty if there
    ///     is none
    KeyWalk(Path bucketFolder, Function<String, Optional<String>> folders, String prefix, String after)
            throws IOException {
        this.prefix = prefix;
        this.after = after;
        this.later = key -> key.flatMap(folders);
        enter("", bucketFolder);
        fileKey = nextFile();
        folderKey = folders.apply(after);
    }

    /// Returns the next key; empty at the end.
    Optional<String> next() throws IOException {
        Optional<String> next =
                Stream.of(fileKey, folderKey).flatMap(Optional::stream).min(Names.KEY_ORDER);
        if (next.equals(folderKey)) {
            folderKey = later.apply(folderKey);
        } else {
            fileKey = nextFile();
        }
        return next;
    }

    private Optional<String> nextFile() throws IOException {
        while (!levels.isEmpty()) {
            Iterator<Child> rest = levels.getFirst().rest();
            if (!rest.hasNext()) {
                levels.removeFirst();
                continue;
            }
            Child child = rest.next();
            if (!child.isFolder()) {
                return Optional.of(child.key());
            }
            enter(child.key(), child.path());
        }
        return Optional.empty();
    }

    /// Skips the keys that start with the given path, which ends in `/`, if the walk is at one of them.
    void leave(String path) throws IOException {
        while (!levels.isEmpty() && levels.getFirst().path().startsWith(path)) {
            levels.removeFirst();
        }
        if (fileKey.filter(key -> key.startsWith(path)).isPresent()) {
            fileKey = nextFile();
        }
        while (folderKey.filter(key -> key.startsWith(path)).isPresent()) {
            folderKey = later.apply(folderKey);
        }
    }

    private void enter(String path, Path folder) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String key = path + file.getFileName();
                if (key.startsWith(prefix) || prefix.startsWith(key)) {
                    child(key, file).filter(this::isWanted).ifPresent(children::add);
                }
            }
        } catch (NoSuchFileException e) {
            // Its last object was deleted meanwhile.
            return;
        }
        children.sort(Comparator.comparing(Child::key, Names.KEY_ORDER));
        levels.addFirst(new Level(path, children.iterator()));
    }

    private static Optional<Child> child(String key, Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                return Optional.of(new Child(key + "/", file));
            }
            return attributes.isRegularFile() ? Optional.of(new Child(key, file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private boolean isWanted(Child child) {
        String key = child.key();
        boolean later = Names.KEY_ORDER.compare(key, after) > 0;
        return child.isFolder()
                ? (key.startsWith(prefix) || prefix.startsWith(key)) && (later || after.startsWith(key))
                : key.startsWith(prefix) && later;
    }
}
