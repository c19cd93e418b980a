package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.ExitCode;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows that a noun with several verbs needs no more than its classes: everything else comes with [Fs].
class NounTest {
    private final RecordedConsole recorded = new RecordedConsole("", Terminal.NONE);

    /// A noun of which [Fs] lists only the class.
    @Command(
            name = "things",
            mixinStandardHelpOptions = true,
            subcommands = {ListCommand.class, ShowCommand.class})
    public static final class Things {}

    /// `fs things list`.
    @Command(name = "list", mixinStandardHelpOptions = true)
    public static final class ListCommand implements Callable<Integer> {
        private final Console console;

        /// Creates the command with the console that it prints to.
        public ListCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.out().println("two things");
            return ExitCode.DONE;
        }
    }

    /// `fs things show`.
    @Command(name = "show", mixinStandardHelpOptions = true)
    public static final class ShowCommand implements Callable<Integer> {
        @Parameters(paramLabel = "THING")
        private String thing = "";

        private final Console console;

        /// Creates the command with the console that it prints to.
        public ShowCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.out().println("thing " + thing);
            return ExitCode.DONE;
        }
    }

    @Test
    void runsAVerbWithTheConsole() {
        assertThat(run("things", "list")).isZero();
        assertThat(run("things", "show", "7")).isZero();
        assertThat(recorded.out()).isEqualTo("two things\nthing 7\n");
    }

    @Test
    void namesTheVerbsWhenNoneIsGiven() {
        assertThat(run("things")).isEqualTo(ExitCode.USAGE);
        assertThat(recorded.err())
                .isEqualTo("fs: A command is missing. Choose one of: list, show.\nTry 'fs things --help'.\n");
    }

    @Test
    void suggestsTheNearestVerb() {
        assertThat(run("things", "lst")).isEqualTo(ExitCode.USAGE);
        assertThat(recorded.err())
                .isEqualTo("fs: There is no command 'lst'. Did you mean list?\nTry 'fs things --help'.\n");
    }

    @Test
    void explainsTheArgumentsOfAVerb() {
        assertThat(run("things", "show")).isEqualTo(ExitCode.USAGE);
        assertThat(run("things", "list", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(recorded.err()).contains("THING is missing.", "Try 'fs things show --help'.", "'x'");
    }

    private int run(String... arguments) {
        CommandLine fs = Fs.commandLine(recorded.console()).addSubcommand(Things.class);
        return fs.execute(arguments);
    }
}
