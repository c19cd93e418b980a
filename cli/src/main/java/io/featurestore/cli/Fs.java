package io.featurestore.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code fs}. Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted. Standard output carries results, standard
 * error carries progress and errors.
 */
@Command(name = "fs", resourceBundle = Texts.BUNDLE_NAME, mixinStandardHelpOptions = true, versionProvider = Fs.Version.class, subcommands = {
        ExportCommand.class, DemoCommand.class, LocalCommand.class, CommandLine.HelpCommand.class})
public final class Fs {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Fs() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(FunctionsOutput.install(), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(new Console(out, err, System.in, Terminal.ofLauncher()), arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(Console console, String... arguments) {
        CommandLine command = commandLine(console);
        if (arguments.length == 0) {
            command.usage(command.getErr());
            return USAGE;
        }
        return command.execute(arguments);
    }

    /** Returns the command with all its subcommands, which speak through that console. */
    static CommandLine commandLine(Console console) {
        CommandLine command = new CommandLine(new Fs(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (CommandWithConsole.class.isAssignableFrom(type)) {
                    return type.getDeclaredConstructor(Console.class).newInstance(console);
                }
                return CommandLine.defaultFactory().create(type);
            }
        });
        command.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        command.setUsageHelpWidth(Math.clamp(console.terminal().columns(), 60, 120));
        command.setExecutionExceptionHandler((e, _, _) -> console.explain(e));
        command.setParameterExceptionHandler((e, _) -> Misuse.explain(e, console));
        return command;
    }

    /** A subcommand; it is made with the console it speaks through. */
    interface CommandWithConsole {}

    /** Tells the version that was built. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"feature-store-export " + Optional.ofNullable(Fs.class.getPackage()
                    .getImplementationVersion()).orElse("(not packaged)")};
        }
    }
}
