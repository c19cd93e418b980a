package io.featurestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    @CsvSource(delimiter = '|', value = {
            "exprt c                                       | There is no command 'exprt'. Did you mean export?",
            "--bogus                                       | There is no option --bogus.",
            "export                                        | FEATURE_GROUP is missing.",
            "export c o.csv x                              | 'x' is one argument too many.",
            "export c --colums a                           | There is no option --colums. Did you mean --columns?",
            "export c --columns                            | --columns needs a value.",
            "export c --limit ten                          | 'ten' is no value for --limit.",
            "export c --limit 0                            | limit is 0; the minimum is 1.",
            "export c --format xml                         | 'xml'",
            "export c --format parquet --compression bzip2 | compression bzip2 does not go with format parquet",
            "export c --compress --compression none        | --compress contradicts --compression none.",
            "export c --no-compress --compression gzip     | --no-compress contradicts --compression gzip.",
            "export c data.csv.gz --no-compress            | ends in .gz, but compression is none",
            "export c --column-mapping a                   | --column-mapping: 'a' is not of the form old:new.",
            "export c --column-mapping a:b,a:c             | --column-mapping: 'a' is mapped twice.",
            "export c --from yesterday                     | 'yesterday'",
            "export c --from 2024-02-01 --to 2024-01-01    | eventTimeRange is empty",
            "export c --null-value x                       | nullValue",
            "export c --max-scan 0                         | maxScanBytes",
            "export c --expect nofile.json                 | 'nofile.json' cannot be read as JSON: there is no 'nofile.json'.",
            "export c out/                                 | 'out/' is a folder.",
            "export c .                                    | '.' is a folder.",
            "export c {hour}.csv                           | the placeholders are {date}, {time}",
            "export c s3://B/x.csv                         | does not have the form s3://bucket/key",
            "export c --stack a --state-machine b          | give one of them",
            "export c --stack a --store b                  | --store is of the embedded services",
            "export c --state-machine nonsense             | 'nonsense' is no ARN of a state machine",
            "demo --rows 0                                 | --rows 0 is less than 1.",
            "demo --rows many                              | 'many' is no value for --rows.",
            "demo x                                        | 'x' is one argument too many.",
            "local --port 65536                            | --port 65536 is not between 0 and 65535.",
            "local --faults nofile.json                    | --faults: 'nofile.json' is no fault plan: there is no 'nofile.json'.",})
    void saysWhatIsWrong(String arguments, String message) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("fs: ").contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{                                             | Unexpected end-of-input",
            "{} {}                                         | Trailing token",
            "[]                                            | FaultPlan from Array value",
            "{\"seed\": \"x\"}                         | not a valid",
            "{\"rule\": []}                              | there is no field 'rule', there are [",
            "{\"rules\": [{}]}                           | Missing required creator property 'kind'",
            "{\"rules\": [{\"kind\": \"SLOW\"}]}      | there is no kind 'SLOW', there are [THROTTLED, ",
            "{\"rules\": [{\"kind\": \"SLOWED\", \"times\": 0}]}      | times 0",
            "{\"rules\": [{\"kind\": \"SLOWED\", \"about\": \"(\"}]} | Unclosed group",
            "{\"random\": -1}                            | random -1 is not between 0 and 1000",})
    void saysWhatIsWrongWithAPlanOfFaults(String plan, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("faults.json"), plan);

        CommandRun run = CommandRun.of("local", "--faults", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("fs: --faults: '" + file + "' is no fault plan: ")
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
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(
                Terminal.NONE.columns()));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void showsTheExportsOptionsInGroups() {
        assertThat(CommandRun.of("export", "--help").out()).containsSubsequence("FEATURE_GROUP",
                "\nForm of the output:",
                "--[no-]compress", "\nWhich columns and records:", "--where=SQL", "\nWhich versions of a record:",
                "--as-of=TIME", "\nOutput for a bulk put", "--online-compatible", "\nHow it is run:", "--chunk-size=N",
                "\nWhere it is run", "FS_STACK", "FS_STATE_MACHINE", "\nWhat is printed:", "--json", "Exit codes:");
    }

    @Test
    void describesEveryOptionAndArgument() {
        CommandLine fs = Fs.commandLine(new CommandRun.Streams("", Terminal.NONE).console());

        Stream.concat(Stream.of(fs), fs.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.name().equals("help"))
                .forEach(UsageTest::describesAll);
    }

    private static void describesAll(CommandSpec command) {
        List<ArgSpec> shown = command.args().stream().filter(a -> !a.hidden()).toList();
        assertThat(shown).isNotEmpty().allSatisfy(argument -> assertThat(String.join("", argument.description()))
                .as(argument.paramLabel() + argument)
                .isNotBlank());
        assertThat(shown.stream().filter(OptionSpec.class::isInstance).flatMap(o -> Arrays.stream(((OptionSpec) o)
                .names()))).contains("--help", "--version");
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
