package io.featurestore.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code fs}. Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted. Standard output carries results, standard
 * error carries progress and errors.
 */
@Command(name = "fs", mixinStandardHelpOptions = true, version = "feature-store-export 1.0.0", description = "Exports the offline store of Amazon SageMaker Feature Store.", subcommands = {
        ExportCommand.class, DemoCommand.class, LocalCommand.class, CommandLine.HelpCommand.class})
public final class Fs {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Fs() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        Console console = new Console(out, err);
        CommandLine command = new CommandLine(new Fs(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (CommandWithConsole.class.isAssignableFrom(type)) {
                    return type.getDeclaredConstructor(Console.class).newInstance(console);
                }
                return CommandLine.defaultFactory().create(type);
            }
        });
        command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        command.setUsageHelpAutoWidth(true);
        command.setExecutionExceptionHandler((e, _, _) -> console.explain(e));
        if (arguments.length == 0) {
            command.usage(command.getOut());
            return USAGE;
        }
        return command.execute(arguments);
    }

    /** A subcommand; it is made with the console it speaks through. */
    interface CommandWithConsole {}
}
