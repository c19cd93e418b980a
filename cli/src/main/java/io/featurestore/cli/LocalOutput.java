package io.featurestore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

import io.featurestore.export.objects.S3Uri;

import software.amazon.awssdk.services.s3.S3Client;

/** A path of this machine as the output: whether it can be written, and the download to it. */
final class LocalOutput {
    private final Path path;

    LocalOutput(Path path) {
        this.path = path.toAbsolutePath();
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
        Path folder = folder();
        if (Files.isDirectory(path) || Files.exists(path) && !overwrite) {
            throw new CommandFailure(Fs.USAGE, Texts.text("error.output.exists", path));
        }
        if (!Files.isDirectory(folder)) {
            throw unwritable("there is no folder '" + folder + "'");
        }
        if (!Files.isWritable(folder)) {
            throw unwritable("its folder is not writable");
        }
    }

    /**
     * Downloads an object: to a temporary name beside the path, then renamed, with the permissions of the user's umask.
     * Nothing is left behind on failure.
     */
    void download(S3Client s3, S3Uri from, long bytes, boolean overwrite) {
        Path temporary = path.resolveSibling("." + path.getFileName() + "." + Long.toHexString(ThreadLocalRandom
                .current()
                .nextLong()) + ".part");
        try {
            long free = Files.getFileStore(folder()).getUsableSpace();
            if (free < bytes) {
                throw new CommandFailure(Fs.FAILED,
                        Texts.text("error.output.full", path, Texts.bytes(free), Texts.bytes(
                                bytes)));
            }
            try (InputStream in = s3.getObject(r -> r.bucket(from.bucket()).key(from.key()));
                    OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                in.transferTo(out);
            }
            if (Files.size(temporary) != bytes) {
                throw new IOException("the download broke off after " + Files.size(temporary) + " of " + bytes
                        + " bytes");
            }
            if (!overwrite && Files.exists(path)) {
                throw new CommandFailure(Fs.FAILED, Texts.text("error.output.exists", path));
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(reason(e), e);
        } finally {
            removeIfLeft(temporary);
        }
    }

    private Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private CommandFailure unwritable(String reason) {
        return new CommandFailure(Fs.FAILED, Texts.text("error.output.unwritable", path, reason));
    }

    private CommandFailure unwritable(String reason, IOException cause) {
        return new CommandFailure(Fs.FAILED, Texts.text("error.output.unwritable", path, reason), cause);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The temporary file is gone after a rename; one that cannot be removed is reported by the failure that left it. */
    private static void removeIfLeft(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new CommandFailure(Fs.FAILED, Texts.text("error.output.unwritable", temporary, reason(e)), e);
        }
    }
}
