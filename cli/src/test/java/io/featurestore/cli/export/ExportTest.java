package io.featurestore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.CommandRun;
import io.featurestore.cli.target.EmbeddedServices;
import io.featurestore.local.sample.SampleFeatureGroup.Format;
import io.featurestore.steps.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs `fs export` with the arguments of a user; all tests share one store.
class ExportTest {
    private static final String BUCKET = "s3://feature-store-export-000000000000-us-east-1/";

    @TempDir
    static Path store;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeCustomers() throws IOException {
        try (EmbeddedServices services = EmbeddedServices.open(store, 0, "error.store.in.use")) {
            services.makeCustomers(Format.GLUE, 300);
        }
    }

    @Test
    void downloadsCompressedLinesAndPrintsASummary() throws IOException {
        Path file = folder.resolve("gold.json.gz");

        CommandRun run = export(
                folder.resolve("gold.json").toString(),
                "--where",
                "segment = 'gold'",
                "--columns",
                "customer_id, coalesce(segment, 'a,b') AS s");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> records = gunzipped(file);
        assertThat(records).isNotEmpty().allSatisfy(r -> assertThat(r)
                .matches("\\{\"customer_id\":\"\\d+\",\"s\":\"gold\"}"));
        assertThat(run.out())
                .contains(
                        "✅ Export finished",
                        "Feature group: customers",
                        "Records: " + records.size(),
                        file + " (" + Files.size(file) + " B)");
        assertThat(run.err())
                .contains(
                        "✓ Request checked",
                        "✓ Query done (" + records.size() + " records",
                        "✓ Converted (json, gzip)",
                        "✓ Downloaded: " + file);
        assertThat(names(folder)).containsExactlyInAnyOrder("gold.json.gz", "_gold.json.gz.manifest.json");
        assertThat(Json.MAPPER
                        .readTree(Files.readAllBytes(folder.resolve("_gold.json.gz.manifest.json")))
                        .path("output")
                        .path("uri")
                        .asText())
                .isEqualTo(file.toUri().toString());
        assertThat(store.resolve("s3/buckets/feature-store-export-000000000000-us-east-1/exports"))
                .as("what was downloaded is not left on S3")
                .doesNotExist();
    }

    @Test
    void bringsTheReportDownAndSaysWhichExpectationsAreBroken() throws IOException {
        Path expect = Files.writeString(folder.resolve("expect.json"), """
                {"columns": {"age": {"notNull": true}, "customer_id": {"notNull": true}}, "minRecords": 1}""");

        CommandRun run = export(
                folder.resolve("all.json").toString(),
                "--report",
                "--expect",
                expect.toString(),
                "--on-violation",
                "warn");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Path report = folder.resolve("_all.json.gz.report.html");
        assertThat(run.out()).contains("Report: " + report, "Expectations: 1 broken, see the manifest");
        assertThat(Files.readString(report)).contains("<h1>", "customers");
        assertThat(Json.MAPPER
                        .readTree(Files.readAllBytes(folder.resolve("_all.json.gz.manifest.json")))
                        .path("report")
                        .asText())
                .isEqualTo(report.toUri().toString());
        assertThat(store.resolve("s3/buckets/feature-store-export-000000000000-us-east-1/exports"))
                .doesNotExist();

        CommandRun failed = export(folder.resolve("none.json").toString(), "--expect", expect.toString());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("ExpectationFailed", "column 'age', notNull true");
        assertThat(folder.resolve("none.json.gz")).doesNotExist();
    }

    @Test
    void printsNothingButTheResultWithJson() throws IOException {
        CommandRun run = export(folder.resolve("new.parquet").toString(), "--latest", "--limit", "7", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = Json.MAPPER.readTree(run.out());
        assertThat(result.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(result.path("output").path("records").asLong()).isEqualTo(7);
        assertThat(result.path("output").path("uri").asText())
                .isEqualTo(folder.resolve("new.parquet").toUri().toString());
        assertThat(run.err()).contains("✓ Query done");
        assertThat(Files.readAllBytes(folder.resolve("new.parquet")))
                .startsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void replacesAFileOnlyWithOverwriteAndIsQuiet() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "old");

        CommandRun refused = export(file.toString(), "--no-compress", "--columns", "count(*) AS n");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("fs: '" + file + "' exists. Choose another name, or add --overwrite.\n");
        assertThat(file).hasContent("old");

        CommandRun done =
                export(file.toString(), "--no-compress", "--columns", "count(*) AS n", "--overwrite", "--quiet");
        assertThat(done).isEqualTo(new CommandRun(0, "", ""));
        assertThat(Files.readString(file)).matches("\"n\"\n\"\\d+\"\n");
    }

    @Test
    void fillsThePlaceholdersOfAFilesName() {
        CommandRun run = export(folder.resolve("{date}-{executionName}.csv").toString(), "--limit", "1", "--quiet");

        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
        assertThat(names(folder)).hasSize(2).allSatisfy(name -> assertThat(name)
                .matches("_?\\d{4}-\\d\\d-\\d\\d-fs-\\d{8}-\\d{6}-[0-9a-f]{8}\\.csv\\.gz(\\.manifest\\.json)?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdout"})
    void writesTheRecordsAloneToStandardOutput(String name) throws IOException {
        CommandRun run = export(name, "--columns", "count(*) AS n");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).matches("\"n\"\n\"\\d+\"\n");
        assertThat(run.err()).contains("✓ Downloaded: -", "✅ Export finished", "Output: -");

        CommandRun json = export(name, "-f", "json", "--columns", "count(*) AS n", "--json");
        assertThat(Json.MAPPER.readTree(json.out()).path("n").isNumber()).isTrue();
        String result = json.err().substring(json.err().indexOf('{'));
        assertThat(Json.MAPPER.readTree(result).at("/output/uri").asText()).isEqualTo("-");
        assertThat(Json.MAPPER.readTree(result).has("manifest")).isFalse();

        assertThat(export(name, "--quiet", "--compress", "--limit", "1").out().charAt(0))
                .isEqualTo('\u001f');
        assertThat(export(name, "--quiet", "-f", "parquet", "--limit", "1").out())
                .startsWith("PAR1");
        assertThat(export(name, "--dry-run").out()).contains("Plan (dry run)", "Output: -");
        assertThat(store.resolve("s3/buckets/feature-store-export-000000000000-us-east-1/exports"))
                .doesNotExist();
    }

    @Test
    void refusesAReportThatHasNoPlace() {
        CommandRun run = export("-", "--report");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--report needs a file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a.tsv; output 'a.tsv': the ending .tsv is no form of an output",
                "a.csv.zip; output 'a.csv.zip': the ending .zip",
                "a.txt; set format to csv or json",
                "a.parquet.gz; output 'a.parquet.gz' ends in .gz",
                "{month}.csv; output holds {month}"
            })
    void refusesANameBeforeAnythingRuns(String name, String reason) {
        CommandRun run = export(folder.resolve(name).toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(reason).doesNotContain("export-bucket");
        assertThat(names(folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jsonl, a.jsonl.gz, 31",
        "b.ndjson.bz2, b.ndjson.bz2, 66",
        "c.pq, c.pq, 80",
        "é 😀.CSV, é 😀.CSV.gz, 31"
    })
    void readsTheFormatFromTheName(String name, String file, int firstByte) throws IOException {
        CommandRun run = export(folder.resolve(name).toString(), "--limit", "2", "--quiet");
        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
        assertThat(names(folder)).containsExactlyInAnyOrder(file, "_" + file + ".manifest.json");
        assertThat(Files.readAllBytes(folder.resolve(file))[0]).isEqualTo((byte) firstByte);
    }

    @Test
    void refusesANameThatTheFileSystemHasNoRoomFor() {
        CommandRun run = export(folder.resolve("é".repeat(125) + ".csv").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be written: its name has more than 230 bytes");
    }

    @Test
    void writesPartFilesToS3AndRefusesToReplaceThem() {
        CommandRun run = export(BUCKET + "parts/", "--format", "json", "--chunk-size", "100");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(BUCKET + "parts/ \\(\\d+ files, ");

        CommandRun again = export(BUCKET + "parts/", "--format", "json", "--chunk-size", "100");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("❌ OutputExists: ");
        assertThat(again.out()).isEmpty();
    }

    @Test
    void showsThePlanOfADryRunAndWritesNothing() {
        CommandRun run = export(folder.resolve("plan.csv").toString(), "--dry-run", "--columns", "customer_id,age");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "🔍 Plan (dry run)",
                        "Output: " + folder.resolve("plan.csv"),
                        "SELECT",
                        "Columns: 2 (customer_id, age)",
                        "Records: ",
                        "Data scanned by Athena: ",
                        "Output size: ~",
                        "Cost on AWS: about 0.",
                        "Athena 0.000100",
                        "last 15 minutes",
                        "Run the command without --dry-run to export.");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void givesTheEstimateAsJson() throws IOException {
        CommandRun run = export(folder.resolve("plan.csv").toString(), "--dry-run", "--json", "--include-deleted");

        JsonNode estimate = Json.MAPPER.readTree(run.out()).path("estimate");
        assertThat(estimate.path("columns")).isNotEmpty();
        assertThat(estimate.path("records").asLong()).isEqualTo(300);
        assertThat(estimate.at("/basis/records/kind").asText()).isEqualTo("EXACT");
        assertThat(estimate.at("/cost/athenaUsd").decimalValue()).isEqualByComparingTo("0.00005");
    }

    @Test
    void refusesWhatIsAboveALimit() {
        CommandRun run = export(folder.resolve("a.csv").toString(), "--max-scan", "1000", "--quiet");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("❌ CostLimitExceeded: The query would scan ")
                .contains("maxScanBytes 1000");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void saysWhyAnExportFailedOnStandardErrorAlone() {
        CommandRun unknown = CommandRun.of("export", "custmers", "--json", "--store", store.toString());
        CommandRun sql = export(folder.resolve("x.csv").toString(), "--where", "age >", "--quiet");

        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains("❌ FeatureGroupNotFound: There is no feature group 'custmers'");
        assertThat(sql.exitCode()).isEqualTo(1);
        assertThat(sql.out()).isEmpty();
        assertThat(sql.err()).startsWith("❌ InvalidQuery: ").contains("age >");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void refusesAStoreThatIsInUse() throws IOException {
        Path served = folder.resolve("store");
        try (EmbeddedServices services = EmbeddedServices.open(served, 0, "error.store.in.use")) {
            CommandRun run = CommandRun.of("export", "c", "--store", served.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "The folder " + served + " is in use by this process",
                            services.endpoint().toString(),
                            "--state-machine arn:aws:states:us-east-1:000000000000:stateMachine:"
                                    + "feature-store-export");
        }
    }

    @Test
    void refusesAStoreThatCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        CommandRun run =
                CommandRun.of("export", "c", "--store", file.resolve("store").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("fs: The embedded services cannot use the folder '" + file.resolve("store"))
                .doesNotContain("Exception");
    }

    private static CommandRun export(String output, String... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("export", "customers", output, "--store", store.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static List<String> gunzipped(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
