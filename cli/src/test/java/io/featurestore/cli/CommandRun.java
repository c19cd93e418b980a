package io.featurestore.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One run of the command in this process.
 *
 * @param exitCode its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandRun(int exitCode, String out, String err) {
    /** Runs it without a terminal. */
    static CommandRun of(String... arguments) {
        Streams streams = new Streams("", Terminal.NONE);
        int exitCode = Fs.run(streams.console(), arguments);
        return new CommandRun(exitCode, streams.out(), streams.err());
    }

    /** A console whose output is kept. */
    static final class Streams {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final Console console;

        Streams(String typed, Terminal terminal) {
            console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
                    StandardCharsets.UTF_8),
                    new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                    terminal);
        }

        Console console() {
            return console;
        }

        String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String err() {
            return err.toString(StandardCharsets.UTF_8);
        }
    }
}
