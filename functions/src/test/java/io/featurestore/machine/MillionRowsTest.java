package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Exports a million rows through the whole machine, in every format. DuckDB must read the same records from the
/// output as from the table. `-Dmillion.more=true` adds cases with 1, 2 and 7 chunks, for which the build has no
/// time.
class MillionRowsTest {
    private static final int ROWS = 1_000_000;
    /// Two exports keep two cores busy while a third waits for its query.
    private static final int AT_ONCE = 3;

    private static ExportStack stack;
    private static WholeTable table;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);
    private static final Map<Scenario, Future<Outcome>> OUTCOMES = new ConcurrentHashMap<>();

    /// An export. `chunks` is 0 if S3 copies the result.
    private record Scenario(String format, String compression, int chunks, boolean partFiles) {
        String name() {
            return format + "-" + compression + "-" + chunks + (partFiles ? "-files" : "");
        }
    }

    /// The outcome of an export.
    private record Outcome(JsonNode result, int files, String differences, String types) {}

    /// Returns the types that a format stores itself. csv stores none.
    private static final Map<String, String> TYPES = Map.of(
            "csv",
            "",
            "parquet",
            "customer_id VARCHAR, event_time DOUBLE, age BIGINT, lifetime_value DOUBLE, is_active BOOLEAN, "
                    + "segment VARCHAR, comment VARCHAR, email VARCHAR, tags VARCHAR[], "
                    + "address STRUCT(city VARCHAR, zip VARCHAR), write_time TIMESTAMP, "
                    + "api_invocation_time TIMESTAMP, is_deleted BOOLEAN",
            "json",
            ("{'customer_id':'VARCHAR','event_time':'DOUBLE','age':'HUGEINT','lifetime_value':'DOUBLE',"
                            + "'is_active':'BOOLEAN','segment':'VARCHAR','comment':'VARCHAR','email':'VARCHAR',"
                            + "'tags':['VARCHAR'],'address':{'city':'VARCHAR','zip':'VARCHAR'},'write_time':'VARCHAR',"
                            + "'api_invocation_time':'VARCHAR','is_deleted':'BOOLEAN'}")
                    .replace('\'', '"'));

    static Stream<Scenario> scenarios() {
        Stream<Scenario> every =
                Stream.of(new Scenario("json", "gzip", 64, false), new Scenario("parquet", "gzip", 64, false));
        Stream<Scenario> more = Stream.of(
                new Scenario("csv", "none", 0, false),
                new Scenario("csv", "gzip", 64, false),
                new Scenario("csv", "zstd", 7, true),
                new Scenario("json", "zstd", 1, false),
                new Scenario("parquet", "zstd", 1, false),
                new Scenario("csv", "gzip", 1, false),
                new Scenario("json", "none", 2, false),
                new Scenario("parquet", "snappy", 7, true));
        return Boolean.getBoolean("million.more") ? Stream.concat(every, more) : every;
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder.resolve("aws"));
        stack.aws().createSampleGroup(ROWS);
        table = WholeTable.read(
                stack.aws().buckets().folder() + "/feature-store-offline-*/**/*.parquet",
                folder.resolve("expected.duckdb"));
        scenarios().forEach(scenario -> OUTCOMES.put(scenario, POOL.submit(() -> export(scenario))));
    }

    @AfterAll
    static void stop() throws Exception {
        POOL.shutdownNow();
        table.close();
        stack.close();
    }

    private static Outcome export(Scenario scenario) throws Exception {
        ExportStack.Run run = stack.run(scenario.name(), request(scenario));
        JsonNode result = run.succeeded();
        List<Path> files = files(run.uri());
        String differences = table.fingerprint(scenario.format(), files).equals(table.fingerprint())
                ? "none"
                : table.differences(scenario.format(), files);
        String types =
                switch (scenario.format()) {
                    case "parquet" -> table.parquetTypes(files.getFirst());
                    case "json" -> table.jsonTypes(files);
                    default -> "";
                };
        for (Path file : files) {
            Files.delete(file);
        }
        return new Outcome(result, files.size(), differences, types);
    }

    private static ObjectNode request(Scenario scenario) {
        ObjectNode request = ExportStack.request("{}")
                .put("featureGroupName", "customers")
                .put(
                        "output",
                        "s3://" + ExportStack.EXPORTS + "/" + scenario.name() + (scenario.partFiles() ? "/" : ""))
                .put("format", scenario.format())
                .put("compression", scenario.compression())
                .put("includeDeleted", true)
                .put("systemColumns", true);
        WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
        if (scenario.chunks() > 0) {
            request.put("chunkSize", Math.ceilDiv(ROWS, scenario.chunks()));
        }
        return request;
    }

    private static List<Path> files(S3Uri output) {
        return output.isPrefix()
                ? stack.keys(output.bucket(), output.key()).stream()
                        .filter(key -> !key.endsWith("manifest.json"))
                        .map(key -> stack.file(new S3Uri(output.bucket(), key)))
                        .toList()
                : List.of(stack.file(output));
    }

    @Test
    void theTableHasATotalOrder() throws Exception {
        assertThat(table.fingerprint().rows()).isEqualTo(ROWS);
        assertThat(table.distinctKeys()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holdsTheTable(Scenario scenario) throws Exception {
        Outcome outcome = OUTCOMES.get(scenario).get();

        assertThat(outcome.differences()).isEqualTo("none");
        assertThat(outcome.types()).isEqualTo(TYPES.get(scenario.format()));
        assertThat(outcome.result().at("/output/records").asLong()).isEqualTo(ROWS);
        assertThat(outcome.result().at("/chunks/planned").asInt()).isEqualTo(scenario.chunks());
        assertThat(outcome.files()).isEqualTo(scenario.partFiles() ? scenario.chunks() : 1);
    }
}
