package io.featurestore.local.s3.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;

/// Holds the size and the modification time of a file. Two successive contents of a key never share both.
///
/// @param size the size in bytes
/// @param modified the time of the last modification, as the file system stores it
record FileStamp(long size, FileTime modified) {
    /// Returns the stamp of a regular file; empty if there is none.
    static Optional<FileStamp> of(Path file) throws IOException {
        // Asked first since a path below a file is no NoSuchFileException.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileStamp(attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Gives a new file a later modification time than the one it will replace, and returns its stamp.
    static FileStamp after(Path file, FileTime earlier) throws IOException {
        FileStamp stamp = of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        // File systems differ in how finely they keep times; 2 s is the coarsest.
        for (long millis = 1; stamp.modified.compareTo(earlier) <= 0; millis *= 2) {
            Files.setLastModifiedTime(file, FileTime.from(earlier.toInstant().plus(Duration.ofMillis(millis))));
            stamp = of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        }
        return stamp;
    }
}
