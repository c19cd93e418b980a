package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exprt c                                       | There is no command 'exprt'. Did you mean export?",
                "--bogus                                       | There is no option --bogus.",
                "export                                        | FEATURE_GROUP is missing.",
                "export c o.csv x                              | The argument 'x' is not expected.",
                "export c --colums a                           | There is no option --colums. Did you mean --columns?",
                "export c --columns                            | --columns needs a value.",
                "export c --limit ten                          | 'ten' is not a valid value for --limit.",
                "export c --limit 0                            | limit is 0; the minimum is 1.",
                "export c --format xml                         | 'xml'",
                "export c --format parquet --compression bzip2 | compression bzip2 does not go with format parquet",
                "export c --compress --compression none        | --compress contradicts --compression none.",
                "export c --no-compress --compression gzip     | --no-compress contradicts --compression gzip.",
                "export c data.csv.gz --no-compress            | ends in .gz, but compression is none",
                "export c --column-mapping a                   | --column-mapping: 'a' does not have the form old:new.",
                "export c --column-mapping a:b,a:c             | --column-mapping: 'a' is mapped twice.",
                "export c --from yesterday                     | 'yesterday'",
                "export c --from 2024-02-01 --to 2024-01-01    | eventTimeRange is empty",
                "export c --null-value x                       | nullValue",
                "export c --max-scan 0                         | maxScanBytes",
                "export c --expect nofile.json                 | 'nofile.json' cannot be read as JSON: 'nofile.json' does not exist.",
                "export c out/                                 | 'out/' is a folder.",
                "export c .                                    | '.' is a folder.",
                "export c {hour}.csv                           | the placeholders are {date}, {time}",
                "export c s3://B/x.csv                         | does not have the form s3://bucket/key",
                "export c --stack a --state-machine b          | Use one of them",
                "export c --stack a --store b                  | --store belongs to the embedded services",
                "export c --state-machine nonsense             | 'nonsense' is not the ARN of a state machine",
                "demo --rows 0                                 | --rows 0 is less than 1.",
                "demo --rows many                              | 'many' is not a valid value for --rows.",
                "demo x                                        | The argument 'x' is not expected.",
                "local --port 65536                            | --port 65536 is not between 0 and 65535.",
                "local --faults nofile.json                    | --faults: 'nofile.json' is not a valid fault plan: 'nofile.json' does not exist.",
            })
    void saysWhatIsWrong(String arguments, String message) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("fs: ").contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                             | Unexpected end-of-input",
                "{} {}                                         | Trailing token",
                "[]                                            | FaultPlan from Array value",
                "{\"seed\": \"x\"}                         | not a valid",
                "{\"rule\": []}                              | there is no field 'rule', there are [",
                "{\"rules\": [{}]}                           | Missing required creator property 'kind'",
                "{\"rules\": [{\"kind\": \"SLOW\"}]}      | there is no kind 'SLOW', there are [THROTTLED, ",
                "{\"rules\": [{\"kind\": \"SLOWED\", \"times\": 0}]}      | times 0",
                "{\"rules\": [{\"kind\": \"SLOWED\", \"about\": \"(\"}]} | Unclosed group",
                "{\"random\": -1}                            | random -1 is not between 0 and 1000",
            })
    void saysWhatIsWrongWithAPlanOfFaults(String plan, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("faults.json"), plan);

        CommandRun run = CommandRun.of("local", "--faults", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("fs: --faults: '" + file + "' is not a valid fault plan: ")
                .contains(message, "docs/reliability.md")
                .doesNotContain("io.featurestore", "Exception");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesAFolderAsAFile() {
        CommandRun run = CommandRun.of("export", "c", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'" + folder + "' is a folder.", "s3://bucket/prefix/");
    }

    @Test
    void pointsToTheHelpOfTheCommand() {
        assertThat(CommandRun.of("export", "c", "--bogus").err()).endsWith("Try 'fs export --help'.\n");
    }

    @Test
    void showsUsageWithoutArgumentsAsAnError() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("export", "demo", "local");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "export --help", "demo --help", "local --help", "help export"})
    void showsHelpOnStandardOutput(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: fs");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Terminal.NONE.columns()));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void showsTheExportsOptionsInGroups() {
        assertThat(CommandRun.of("export", "--help").out())
                .containsSubsequence(
                        "FEATURE_GROUP",
                        "\nFormat and file of the output:",
                        "--[no-]compress",
                        "\nColumns and records:",
                        "--where=SQL",
                        "\nVersions of a record:",
                        "--as-of=TIME",
                        "\nOutput for a bulk put",
                        "--online-compatible",
                        "\nQuery and conversion:",
                        "--chunk-size=N",
                        "\nTarget",
                        "FS_STACK",
                        "FS_STATE_MACHINE",
                        "\nPrinted messages:",
                        "--json",
                        "Exit codes:");
    }

    @Test
    void describesEveryOptionAndArgument() {
        CommandLine fs = Fs.commandLine(new RecordedConsole("", Terminal.NONE).console());

        withSubcommands(fs)
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.name().equals("help"))
                .forEach(UsageTest::describesAll);
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(UsageTest::withSubcommands));
    }

    private static void describesAll(CommandSpec command) {
        List<ArgSpec> shown = command.args().stream().filter(a -> !a.hidden()).toList();
        assertThat(shown).isNotEmpty().allSatisfy(argument -> assertThat(String.join("", argument.description()))
                .as(argument.paramLabel() + argument)
                .isNotBlank());
        assertThat(shown.stream()
                        .filter(OptionSpec.class::isInstance)
                        .flatMap(o -> Arrays.stream(((OptionSpec) o).names())))
                .contains("--help", "--version");
    }

    @Test
    void leavesNothingBehindForAMistake() throws Exception {
        Path store = folder.resolve("store");

        CommandRun.of("export", "c", folder.resolve("x.csv").toString(), "--limit", "0", "--store", store.toString());

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
