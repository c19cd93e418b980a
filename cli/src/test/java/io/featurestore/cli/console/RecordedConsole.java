package io.featurestore.cli.console;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A console that keeps what is printed, and answers questions with a prepared text.
public final class RecordedConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console;

    /// Creates a console with that standard input and terminal.
    public RecordedConsole(String typed, Terminal terminal) {
        console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                terminal);
    }

    /// Returns the console itself.
    public Console console() {
        return console;
    }

    /// Returns everything that was printed to standard output.
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Returns everything that was printed to standard error.
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
