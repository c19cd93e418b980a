package io.featurestore.cli.download;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// An output file on this machine: checks that it can be written, and writes it in one step.
public final class LocalOutput implements LocalTarget {
    /// Measures free disk space.
    interface FreeSpace {
        /// Returns the number of bytes that can still be written in a folder.
        long of(Path folder) throws IOException;
    }

    /// Writes the bytes of a file.
    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private static final String TEMPORARY = ".part";
    /// The most bytes in the name of an output. File systems allow 255, and the names of the temporary file
    /// and of the side files are longer than the output's.
    private static final int MAX_NAME_BYTES = 255 - 25;

    private final Path path;
    private final FreeSpace freeSpace;

    /// Creates an output at that path. If it is a symbolic link, the file that it points to is the output.
    public LocalOutput(Path path) {
        this(path, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    LocalOutput(Path path, FreeSpace freeSpace) {
        this.path = target(path.toAbsolutePath());
        this.freeSpace = freeSpace;
    }

    /// Returns the absolute path of the file.
    public Path path() {
        return path;
    }

    /// Returns the file that holds the bytes of a download that is not complete.
    public Path partialPath() {
        return PartialFile.bytesOf(path);
    }

    @Override
    public String shown() {
        return path.toString();
    }

    @Override
    public void check(boolean overwrite) {
        if (Files.isDirectory(path)) {
            throw refused("error.output.folder", path);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw unwritable(Texts.text("reason.special"));
        }
        if (!overwrite && exists()) {
            throw refused("error.output.exists", path);
        }
        if (String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw unwritable(Texts.text("reason.long", MAX_NAME_BYTES));
        }
        if (!Files.isDirectory(folder())) {
            throw unwritable(Texts.text("reason.no.folder", folder()));
        }
        if (!Files.isWritable(folder())) {
            throw unwritable(Texts.text("reason.denied"));
        }
        try {
            PartialFile.checkUnused(path);
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.output.unwritable", path, Reasons.of(e));
        }
    }

    @Override
    public Optional<String> download(S3Client s3, Source source, boolean overwrite, Transfer transfer) {
        RemoteObject object = RemoteObject.find(s3, source.uri(), source.bytes());
        boolean kept = source.handover().isPresent();
        try (PartialFile file = partial(object, source.handover())) {
            if (!kept) {
                file.deleteOnExit();
            }
            try {
                checkSpace(object.bytes() - file.verifiedBytes());
                new RangedDownload(s3, object, file, transfer).run();
                if (!overwrite && exists()) {
                    throw refused("error.output.exists", path);
                }
                file.moveToTarget();
            } catch (IOException | RuntimeException e) {
                if (!kept) {
                    file.discard();
                }
                throw e;
            }
            return object.versionId();
        } catch (IOException e) {
            throw isFull(e)
                    ? CommandFailure.failed(e, "error.output.filled", path)
                    : CommandFailure.failed(e, "error.output.unwritable", path, Reasons.of(e));
        }
    }

    /// Continues the file of an earlier run if it is of the same object, and begins a new one otherwise.
    private PartialFile partial(RemoteObject object, Optional<Handover> handover) throws IOException {
        Optional<PartialFile> earlier = PartialFile.open(path);
        if (earlier.isPresent()) {
            if (handover.isPresent() && earlier.get().content().fits(object)) {
                return earlier.get();
            }
            earlier.get().close();
        }
        return PartialFile.create(
                path,
                new PartialFile.Content(
                        object.etag(),
                        object.bytes(),
                        Ranges.of(object.bytes()).rangeBytes(),
                        handover.orElse(Handover.NONE)));
    }

    /// Finds a download that an earlier run of the same request began and did not finish. Removes what is
    /// left of a download that cannot be continued: of another request, of an export before `since`, or of an
    /// object that is gone or was replaced.
    ///
    /// @return the export whose output is partly here
    /// @throws CommandFailure if another process is downloading to this file
    public Optional<Handover> unfinished(S3Client s3, String stateMachine, String request, Instant since) {
        try {
            Optional<PartialFile> found = PartialFile.open(path);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (PartialFile file = found.get()) {
                PartialFile.Content content = file.content();
                if (content.handover().isFor(stateMachine, request, since) && isThere(s3, content)) {
                    return Optional.of(content.handover());
                }
                file.discard();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.output.unwritable", path, Reasons.of(e));
        }
    }

    /// Returns whether the object is on S3 as it was. S3 answers 403 for an object that is gone if the caller
    /// may not list the bucket.
    private static boolean isThere(S3Client s3, PartialFile.Content content) {
        try {
            return content.fits(RemoteObject.find(s3, content.handover().output()));
        } catch (S3Exception e) {
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return false;
            }
            throw e;
        }
    }

    private void checkSpace(long bytes) throws IOException {
        long free = freeSpace.of(folder());
        if (free < bytes) {
            throw refused("error.output.full", path, Texts.bytes(free), Texts.bytes(bytes));
        }
    }

    /// Java has no class for a full disk; the words are those of Linux, macOS and Windows.
    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("not enough space") || message.contains("quota");
    }

    /// Writes the whole file: it appears complete or not at all.
    public void write(byte[] bytes, boolean overwrite) {
        write(out -> out.write(bytes), bytes.length, overwrite);
    }

    /// Writes a temporary file beside the path, with the permissions of the user's umask, and renames it. The
    /// temporary file is removed on failure and on interruption. Temporary files of processes that were
    /// killed are removed too.
    private void write(Content content, long bytes, boolean overwrite) {
        Path temporary = temporary(ProcessHandle.current().pid());
        try {
            removeAbandoned();
            checkSpace(bytes);
            temporary.toFile().deleteOnExit();
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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
            // After the rename there is nothing to delete. If deleting fails, the failure above already names the
            // folder's problem.
            temporary.toFile().delete();
        }
    }

    /// Removes temporary files whose processes have ended.
    private void removeAbandoned() throws IOException {
        Pattern name = Pattern.compile(
                Pattern.quote("." + path.getFileName() + ".") + "(\\d{1,18})" + Pattern.quote(TEMPORARY));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder(), f -> name.matcher(f.getFileName().toString()).matches())) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                long process = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
                if (process == ProcessHandle.current().pid()
                        || ProcessHandle.of(process).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /// Returns the temporary file that a process with that id writes.
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

    /// Follows a symbolic link, so that the link itself is not replaced.
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
        return CommandFailure.failed(key, arguments);
    }
}
