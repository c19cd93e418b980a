package io.featurestore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ExportOptionsTest {
    private static Arguments option(String field, String value, String... options) {
        return Arguments.of(field, value, options);
    }

    static Stream<Arguments> options() {
        return Stream.of(
                option("format", "'json'", "-f", "json"),
                option("format", "'csv'", "--format", "csv"),
                option(
                        "columns",
                        "['a', 'COUNT(*) AS n', 'concat(b, \\',\\') AS c']",
                        "--columns",
                        "a,COUNT(*) AS n, concat(b, ',') AS c"),
                option("where", "'a > 1'", "--where", "a > 1"),
                option("groupBy", "['a', 'b']", "--group-by", "a,b"),
                option("orderBy", "['event_time DESC', 'a']", "--order-by", "event_time DESC, a"),
                option("limit", "5", "--limit", "5"),
                option("compression", "null", "--compress"),
                option("compression", "'none'", "--no-compress"),
                option("compression", "'zstd'", "--compress", "--compression", "zstd"),
                option("compression", "'none'", "--no-compress", "--compression", "none"),
                option("chunkSize", "100", "--chunk-size", "100"),
                option("queryOutputLocation", "'s3://b/p/'", "--s3-output-location", "s3://b/p/"),
                option("database", "'d'", "--database", "d"),
                option("workgroup", "'w'", "--workgroup", "w"),
                option("dryRun", "true", "--dry-run"),
                option("records", "'latest'", "--latest"),
                option("includeDeleted", "true", "--include-deleted"),
                option("systemColumns", "true", "--system-columns"),
                option("asOf", "'2024-01-01T00:00:00Z'", "--as-of", "2024-01-01T00:00:00Z"),
                option("eventTimeRange", "{'from': '2024-01-01'}", "--from", "2024-01-01"),
                option("eventTimeRange", "{'to': '2024-01-02'}", "--to", "2024-01-02"),
                option(
                        "eventTimeRange",
                        "{'from': '2024-01-01', 'to': '2024-01-02'}",
                        "--from",
                        "2024-01-01",
                        "--to",
                        "2024-01-02"),
                option("onlineCompatible", "true", "--online-compatible"),
                option("columnMapping", "{'a': 'B', 'c': 'D'}", "--column-mapping", "a:B,c:D"),
                option("addEventTime", "true", "--add-event-time"),
                option("recordIdentifier", "'id'", "--record-identifier", "id"),
                option("eventTimeField", "'at'", "--event-time-field", "at"),
                option("eventTimeFormat", "'iso8601'", "--event-time-format", "iso8601"),
                option("nullValue", "''", "--null-value", ""),
                option("overwrite", "true", "--overwrite"),
                option("maxScanBytes", "1024", "--max-scan", "1024"),
                option("maxCostUsd", "0.5", "--max-cost", "0.5"),
                option("report", "true", "--report"),
                option("onViolation", "'warn'", "--on-violation", "warn"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void putsAnOptionIntoItsField(String field, String value, String[] options) throws IOException {
        ObjectNode expected = Json.MAPPER.createObjectNode().put("featureGroupName", "customers");
        if (!value.equals("null")) {
            expected.set(
                    field,
                    Json.MAPPER.readTree(
                            value.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\'')));
        }
        assertThat(request(options).toString()).isEqualTo(expected.toString());
    }

    @Test
    void putsExpectationsFromTheirFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("expect.json"), "{\"minRecords\": 1}");

        assertThat(request("--expect", file.toString()).path("expect").toString())
                .isEqualTo("{\"minRecords\":1}");
    }

    @Test
    void knowsEveryFieldOfTheSchema() throws IOException {
        Set<String> fields = new HashSet<>(Set.of("featureGroupName", "output", "expect"));
        options().forEach(o -> fields.add((String) o.get()[0]));
        try (InputStream schema = ExportOptionsTest.class.getResourceAsStream(
                "/io/featurestore/export/events/export-request.schema.json")) {
            Json.MAPPER.readTree(schema).path("properties").fieldNames().forEachRemaining(field -> assertThat(fields)
                    .contains(field));
        }
    }

    private static ObjectNode request(String... options) {
        ExportCommand command = new ExportCommand(new RecordedConsole("", Terminal.NONE).console());
        new CommandLine(command)
                .parseArgs(Stream.concat(Stream.of("customers"), Stream.of(options))
                        .toArray(String[]::new));
        return command.request();
    }
}
