package io.featurestore.cli;

import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;

/// One run of the command in this process, without a terminal.
///
/// @param exitCode its exit code
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
public record CommandRun(int exitCode, String out, String err) {
    /// Runs `fs` with these arguments.
    public static CommandRun of(String... arguments) {
        RecordedConsole recorded = new RecordedConsole("", Terminal.NONE);
        int exitCode = Fs.run(recorded.console(), arguments);
        return new CommandRun(exitCode, recorded.out(), recorded.err());
    }
}
