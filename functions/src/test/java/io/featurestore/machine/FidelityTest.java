package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.fidelity.ReadBack;
import io.featurestore.records.fidelity.TypeCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

/// Exports types, values and names that break other tools, through the whole machine.
class FidelityTest {
    private static final List<TypeCase> CASES =
            TypeCase.all().stream().filter(c -> c.sql() != null).toList();
    private static final String OFFLINE = "feature-store-offline-000000000000-us-east-1";
    /// Output names for the columns of one export.
    private static final List<String> NAMES = List.of(
            "a\"b", "a.b", "a b", "select", "고객", "=1+1", "a,b", "a\\b", "A", "a", "$.x", "list", "é", "e\u0301",
            "../x");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\"",
            "a\"\"b",
            ",",
            "a\nb",
            "a\r\nb",
            "\r",
            "\\N",
            "NULL",
            "null",
            "=cmd|'/c calc'!A0",
            "\u0001\b\u001b[31m",
            "é한😀𝄞",
            "e\u0301",
            "\ufeffx",
            "\u2028",
            "a\u202eb",
            "'; DROP TABLE x; --",
            "{% $x %}",
            "{\"a\":1}",
            "007",
            "\uffff");

    private static ExportStack stack;
    private static final Map<String, ExportStack.Run> RUNS = new LinkedHashMap<>();

    @BeforeAll
    static void runAll(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(100);
        makeTexts();
        Map<String, ObjectNode> requests = new LinkedHashMap<>();
        for (String format : List.of("csv", "json", "parquet")) {
            requests.put("types-" + format, types(format));
            requests.put("names-" + format, names(format));
            requests.put("texts-" + format, texts(format, false));
            requests.put("online-" + format, texts(format, true));
            requests.put("none-" + format, request("texts", "none", format).put("where", "1 = 0"));
        }
        requests.put("wide-json", wide());
        Map<String, String> started = new LinkedHashMap<>();
        requests.forEach((name, request) -> started.put(name, stack.start(name, request.toString())));
        started.forEach((name, arn) -> RUNS.put(name, stack.await(name, arn)));
    }

    private static void makeTexts() throws InterruptedException {
        try (MachineGroups groups = new MachineGroups(stack)) {
            groups.create(
                    "texts",
                    "id",
                    "at",
                    List.of(
                            MachineGroups.feature("id", FeatureType.STRING),
                            MachineGroups.feature("at", FeatureType.FRACTIONAL),
                            MachineGroups.feature("v", FeatureType.STRING)),
                    OFFLINE);
            for (int i = 0; i < TEXTS.size(); i++) {
                groups.put(
                        "texts",
                        List.of(
                                MachineGroups.value("id", "%02d".formatted(i)),
                                MachineGroups.value("at", "1700000000"),
                                MachineGroups.value("v", TEXTS.get(i))));
            }
            int written = 0;
            for (int tries = 0; written < 1 && tries < 300; tries++) {
                Thread.sleep(50);
                written = stack.keys(OFFLINE, groups.offline("texts").key()).size();
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static ObjectNode request(String group, String name, String format) {
        ObjectNode request = ExportStack.request("{}")
                .put("featureGroupName", group)
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + name + "." + format)
                .put("format", format)
                .put("compression", "none");
        return request;
    }

    private static ObjectNode types(String format) {
        ObjectNode request = request("customers", "types", format).put("limit", 1);
        for (int i = 0; i < CASES.size(); i++) {
            request.withArray("columns").add(CASES.get(i).sql() + " AS c" + i);
        }
        return request;
    }

    private static ObjectNode names(String format) {
        ObjectNode request = request("customers", "names", format).put("limit", 1);
        for (int i = 0; i < NAMES.size(); i++) {
            request.withArray("columns").add("'v" + i + "' AS c" + i);
            request.withObject("/columnMapping").put("c" + i, NAMES.get(i));
        }
        return request;
    }

    private static ObjectNode wide() {
        ObjectNode request = request("customers", "wide", "json").put("limit", 1);
        for (int i = 0; i < 1_600; i++) {
            request.withArray("columns").add(i + " AS " + "f".repeat(60) + "%04d".formatted(i));
        }
        return request;
    }

    private static ObjectNode texts(String format, boolean online) {
        ObjectNode request = request("texts", online ? "online" : "texts", format)
                .put("onlineCompatible", online)
                .put("chunkSize", 8);
        request.withArray("orderBy").add("id");
        return request;
    }

    private static Path file(String name) {
        ExportStack.Run run = RUNS.get(name);
        run.succeeded();
        return stack.file(run.uri());
    }

    @Test
    void csvHoldsEveryTypeAsItsTableSays() throws IOException {
        assertThat(Files.readString(file("types-csv")).split("\n", 2)[1])
                .isEqualTo(CASES.stream().map(TypeCase::csv).collect(Collectors.joining(",")) + "\n");
    }

    @Test
    void jsonHoldsEveryTypeAsItsTableSays() throws IOException {
        assertThat(Files.readString(file("types-json")))
                .isEqualTo(IntStream.range(0, CASES.size())
                        .mapToObj(i -> "\"c" + i + "\":" + CASES.get(i).json())
                        .collect(Collectors.joining(",", "{", "}\n")));
        ReadBack.strict(Files.readAllBytes(file("types-json")));
    }

    @Test
    void parquetHoldsEveryTypeAsItsTableSays() {
        for (int i = 0; i < CASES.size(); i++) {
            int digits = CASES.get(i).parquetType().contains("MICROS") ? 6 : 3;
            assertThat(ReadBack.avro(file("types-parquet"), digits, "c" + i))
                    .as("%s", CASES.get(i))
                    .containsExactly(CASES.get(i).parquet());
        }
    }

    @Test
    void keepsEveryNameThatIsAskedFor() throws Exception {
        List<String> values =
                IntStream.range(0, NAMES.size()).mapToObj(i -> "v" + i).toList();
        String csv = Files.readString(file("names-csv"));
        JsonNode json = ReadBack.strict(Files.readAllBytes(file("names-json")));

        assertThat(csv).isEqualTo(line(NAMES) + line(values));
        assertThat(json.properties().stream().map(Map.Entry::getKey)).isEqualTo(NAMES);
        assertThat(json.properties().stream().map(e -> e.getValue().textValue()))
                .isEqualTo(values);
        try (var duckdb = stack.duckdb();
                var statement = duckdb.createStatement()) {
            var names = statement.executeQuery(
                    "SELECT name FROM parquet_schema('" + file("names-parquet") + "') WHERE type IS NOT NULL");
            List<String> found = new ArrayList<>();
            while (names.next()) {
                found.add(names.getString(1));
            }
            assertThat(found).isEqualTo(NAMES);
            var row = statement.executeQuery("SELECT * FROM read_parquet('" + file("names-parquet") + "')");
            row.next();
            for (int i = 0; i < NAMES.size(); i++) {
                assertThat(row.getString(i + 1)).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void textsComeOutAsTheyWerePut() throws IOException {
        assertThat(Files.readString(file("texts-csv"))).isEqualTo(csv(List.of("id", "at", "v"), false));
        assertThat(json("texts-json")).isEqualTo(TEXTS);
        assertThat(ReadBack.avro(file("texts-parquet"), 0, "v")).isEqualTo(TEXTS);
    }

    @Test
    void textsForAPutAreThoseThatWerePut() throws IOException {
        assertThat(Files.readString(file("online-csv"))).isEqualTo(csv(List.of("id", "at", "v"), true));
        assertThat(json("online-json")).isEqualTo(TEXTS);
        assertThat(ReadBack.avro(file("online-parquet"), 0, "v")).isEqualTo(TEXTS);
    }

    @Test
    void aQueryWithoutRecordsIsAnEmptyOutput() throws IOException {
        assertThat(file("none-csv")).hasContent("\"id\",\"at\",\"v\"\n");
        assertThat(file("none-json")).isEmptyFile();
        assertThat(ReadBack.avro(file("none-parquet"), 0, "v")).isEmpty();
        assertThat(RUNS.get("none-json").output().at("/output/records").asLong(-1))
                .isZero();
    }

    @Test
    void exportsColumnsByTheThousand() throws IOException {
        JsonNode record = ReadBack.strict(Files.readAllBytes(file("wide-json")));

        assertThat(record).hasSize(1_600);
        assertThat(record.get("f".repeat(60) + "1599").intValue()).isEqualTo(1599);
    }

    private static List<String> json(String name) throws IOException {
        List<String> values = new ArrayList<>();
        for (String line : Files.readString(file(name)).split("\n")) {
            values.add(ReadBack.strict(line.getBytes(StandardCharsets.UTF_8))
                    .get("v")
                    .textValue());
        }
        return values;
    }

    private static String csv(List<String> names, boolean online) {
        StringBuilder csv = new StringBuilder(line(names));
        for (int i = 0; i < TEXTS.size(); i++) {
            csv.append(line(List.of("%02d".formatted(i), online ? "1700000000" : "1.7E9", TEXTS.get(i))));
        }
        return csv.toString();
    }

    private static String line(List<String> values) {
        return values.stream().map(v -> '"' + v.replace("\"", "\"\"") + '"').collect(Collectors.joining(",")) + "\n";
    }
}
