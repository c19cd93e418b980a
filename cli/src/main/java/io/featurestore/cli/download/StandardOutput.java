package io.featurestore.cli.download;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Console;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.S3Client;

/// Standard output as the place of an output. The output's bytes are all that is written there, in order,
/// over one connection that is opened again where it broke.
public final class StandardOutput implements LocalTarget {
    private static final String NAME = "-";
    private static final Set<String> NAMES = Set.of(NAME, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

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
    public Optional<String> download(S3Client s3, Source source, boolean overwrite, Transfer transfer) {
        RemoteObject object = RemoteObject.find(s3, source.uri(), source.bytes());
        Optional<ContentChecksum.Running> checksum = object.checksum().map(ContentChecksum::start);
        AtomicLong here = new AtomicLong();
        new ObjectReader(s3, object, () -> false).read(0, object.bytes(), (bytes, count) -> {
            out.write(bytes, 0, count);
            if (out.checkError()) {
                throw CommandFailure.failed("error.stdout.closed");
            }
            checksum.ifPresent(c -> c.update(bytes, 0, count));
            transfer.moved(here.addAndGet(count), object.bytes());
        });
        checksum.ifPresent(c -> {
            ContentChecksum expected = object.checksum().get();
            String actual = c.value();
            if (!actual.equals(expected.value())) {
                throw CommandFailure.failed("error.download.checksum", expected.algorithm(), actual, expected.value());
            }
        });
        return object.versionId();
    }

    @Override
    public String shown() {
        return NAME;
    }
}
