package io.featurestore.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes the place of {@link System#out} while fs runs. What functions print goes to CloudWatch on AWS and to a file of
 * the store here; standard output is the command's own. It must stand before the first logger is made, for loggers keep
 * the stream they find.
 */
final class FunctionsOutput extends OutputStream {
    private static final FunctionsOutput INSTANCE = new FunctionsOutput();
    private static final PrintStream STREAM = new PrintStream(INSTANCE, true, StandardCharsets.UTF_8);

    private OutputStream file = OutputStream.nullOutputStream();

    private FunctionsOutput() {}

    /** Takes the place; the answer is the stream that was there. */
    static PrintStream install() {
        PrintStream before = System.out;
        System.setOut(STREAM);
        return before;
    }

    /** From now on it goes to the end of that file. */
    static void into(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        INSTANCE.replace(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Closes the file; what comes later is dropped. */
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
