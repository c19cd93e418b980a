package io.featurestore.cli.execution;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Reasons;
import io.featurestore.cli.console.Texts;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/// Standard output as the place of an output. The output's bytes are all that is written there.
public final class StandardOutput implements LocalTarget {
    private static final String NAME = "-";
    private static final Set<String> NAMES = Set.of(NAME, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final int BUFFER = 64 << 10;

    private final PrintStream out;

    /// Creates the place from the standard output of a console.
    public StandardOutput(Console console) {
        this.out = console.out();
    }

    /// Returns whether an argument stands for standard output.
    public static boolean isNamed(String argument) {
        return NAMES.contains(argument);
    }

    @Override
    public void check(boolean overwrite) {
        // Standard output can always be written until its reader closes it.
    }

    @Override
    public void download(S3Client s3, S3Uri from, long bytes, boolean overwrite) {
        try (InputStream in = s3.getObject(r -> r.bucket(from.bucket()).key(from.key()))) {
            byte[] buffer = new byte[BUFFER];
            long written = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                written += read;
                if (out.checkError()) {
                    throw CommandFailure.failed("error.stdout.closed");
                }
            }
            if (written != bytes) {
                throw new IOException(Texts.text("reason.broken", written, bytes));
            }
        } catch (IOException e) {
            throw CommandFailure.failed(e, "error.download", Reasons.of(e));
        }
    }

    @Override
    public String shown() {
        return NAME;
    }
}
