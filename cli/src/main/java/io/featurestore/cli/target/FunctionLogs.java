package io.featurestore.cli.target;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Replaces [System#out] while `fs` runs, so that the logs of the Lambda functions go to a file and standard
/// output stays free for the command's results. On AWS these logs go to CloudWatch. It must be installed before
/// the first logger is created, because loggers keep the stream that they find.
public final class FunctionLogs extends OutputStream {
    private static final FunctionLogs INSTANCE = new FunctionLogs();
    private static final PrintStream STREAM = new PrintStream(INSTANCE, true, StandardCharsets.UTF_8);

    private OutputStream file = OutputStream.nullOutputStream();

    private FunctionLogs() {}

    /// Replaces [System#out] and returns the stream that was there before.
    public static PrintStream install() {
        PrintStream before = System.out;
        System.setOut(STREAM);
        return before;
    }

    /// Appends everything that is printed from now on to a file, and creates its folder.
    static void into(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        INSTANCE.replace(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /// Closes the file. Anything that is printed later is dropped.
    static void end() {
        try {
            INSTANCE.replace(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void replace(OutputStream next) throws IOException {
        file.close();
        file = next;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        file.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        file.write(bytes, from, count);
    }
}
