package io.featurestore.cli;

import io.featurestore.cli.console.CommandFactory;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.Terminal;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.console.UsageErrors;
import io.featurestore.cli.demo.DemoCommand;
import io.featurestore.cli.export.ExportCommand;
import io.featurestore.cli.local.LocalCommand;
import io.featurestore.cli.target.FunctionLogs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `fs`, the root command; it lists the nouns. The exit codes are those of [ExitCode]. Standard output carries
/// results; standard error carries progress and errors.
@Command(
        name = "fs",
        resourceBundle = Texts.BUNDLE_NAME,
        mixinStandardHelpOptions = true,
        subcommands = {ExportCommand.class, DemoCommand.class, LocalCommand.class, CommandLine.HelpCommand.class})
public final class Fs {
    private Fs() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "WARN");
        PrintStream out = new PrintStream(FunctionLogs.install(), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(new Console(out, err, System.in, Terminal.ofLauncher()), arguments));
    }

    /// Runs the command and returns its exit code.
    static int run(Console console, String... arguments) {
        CommandLine command = commandLine(console);
        if (arguments.length == 0) {
            command.usage(command.getErr());
            return ExitCode.USAGE;
        }
        return command.execute(arguments);
    }

    /// Returns the command with all its subcommands, which use the given console.
    static CommandLine commandLine(Console console) {
        CommandLine command = new CommandLine(new Fs(), new CommandFactory(console));
        command.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        command.setUsageHelpWidth(Math.clamp(console.terminal().columns(), 60, 120));
        command.setExecutionExceptionHandler((e, _, _) -> console.explain(e));
        command.setParameterExceptionHandler((e, _) -> UsageErrors.explain(e, console));
        setVersion(command, new Version());
        return command;
    }

    /// Gives a command and everything below it the same version: picocli does not pass it on.
    private static void setVersion(CommandLine command, Version version) {
        command.getCommandSpec().versionProvider(version);
        command.getSubcommands().values().forEach(c -> setVersion(c, version));
    }
}
