package io.featurestore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.featurestore.store.objects.S3Uri;

import software.amazon.awssdk.services.s3.S3Client;

/** A path of this machine as the output: whether it can be written, and the way of an output to it. */
final class LocalOutput {
    /** Tells how many bytes a folder has room for. */
    interface Room {
        long of(Path folder) throws IOException;
    }

    /** What is to be written. */
    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private static final String TEMPORARY = ".part";

    private final Path path;
    private final Room room;

    LocalOutput(Path path) {
        this(path, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    LocalOutput(Path path, Room room) {
        this.path = target(path.toAbsolutePath());
        this.room = room;
    }

    Path path() {
        return path;
    }

    /**
     * Checks before anything is paid for that the path can be written.
     *
     * @throws CommandFailure if it exists and may not be replaced, or its folder cannot be written
     */
    void check(boolean overwrite) {
        if (Files.isDirectory(path)) {
            throw refused("error.output.folder", path);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw unwritable(Texts.text("reason.special"));
        }
        if (!overwrite && exists()) {
            throw refused("error.output.exists", path);
        }
        if (!Files.isDirectory(folder())) {
            throw unwritable(Texts.text("reason.no.folder", folder()));
        }
        if (!Files.isWritable(folder())) {
            throw unwritable(Texts.text("reason.denied"));
        }
    }

    /** Downloads an object of that size, as {@link #write} writes. */
    void download(S3Client s3, S3Uri from, long bytes, boolean overwrite) {
        write(out -> {
            try (InputStream in = s3.getObject(r -> r.bucket(from.bucket()).key(from.key()))) {
                in.transferTo(out);
            }
        }, bytes, overwrite);
    }

    /** Writes these bytes, as {@link #write} writes. */
    void write(byte[] bytes, boolean overwrite) {
        write(out -> out.write(bytes), bytes.length, overwrite);
    }

    /**
     * Writes to a temporary name beside the path, then renames, with the permissions of the user's umask. Nothing is
     * left behind on failure, nor when the process is asked to end; what a killed process left is removed.
     */
    private void write(Content content, long bytes, boolean overwrite) {
        Path temporary = temporary(ProcessHandle.current().pid());
        try {
            removeLeft();
            long free = room.of(folder());
            if (free < bytes) {
                throw refused("error.output.full", path, Texts.bytes(free), Texts.bytes(bytes));
            }
            temporary.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                content.to(out);
            }
            if (Files.size(temporary) != bytes) {
                throw new IOException(Texts.text("reason.broken", Files.size(temporary), bytes));
            }
            if (!overwrite && exists()) {
                throw refused("error.output.exists", path);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.output.unwritable", path, Reasons.of(e));
        } finally {
            // Gone after a rename. Where it cannot be removed, the failure on its way says what is wrong with the folder.
            temporary.toFile().delete();
        }
    }

    /** Removes temporary files of processes that are no more. */
    private void removeLeft() throws IOException {
        Pattern name = Pattern.compile(Pattern.quote("." + path.getFileName() + ".") + "(\\d{1,18})" + Pattern.quote(
                TEMPORARY));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), f -> name.matcher(f.getFileName()
                .toString()).matches())) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                long process = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
                if (process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    Path temporary(long process) {
        return path.resolveSibling("." + path.getFileName() + "." + process + TEMPORARY);
    }

    private boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** A link stays a link: what it points to is the output. */
    private static Path target(Path path) {
        try {
            return Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.output.unwritable", path, Reasons.of(e));
        }
    }

    private CommandFailure unwritable(String reason) {
        return refused("error.output.unwritable", path, reason);
    }

    private static CommandFailure refused(String key, Object... arguments) {
        return new CommandFailure(Fs.FAILED, Texts.text(key, arguments));
    }
}
