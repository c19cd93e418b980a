package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.CollectionType;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;

/// Puts online-compatible output into the feature store, and checks that the records come back unchanged.
class PutRoundTripTest {
    private static final int ROWS = 8_000;
    private static final int MOST_PUTS = 2_000;
    private static final int BATCH = 25;
    private static final String OFFLINE = "feature-store-offline-000000000000-us-east-1";

    private static ExportStack stack;
    private static OfflineTruth truth;
    private static MachineGroups groups;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        truth = new OfflineTruth(stack);
        Scenery.build(stack, truth, ROWS);
        groups = new MachineGroups(stack);
    }

    @AfterAll
    static void stop() throws Exception {
        groups.close();
        truth.close();
        stack.close();
    }

    private static ExportStack.Run export(String name, String group, String format) {
        return stack.run(
                name,
                Json.MAPPER
                        .createObjectNode()
                        .put("featureGroupName", group)
                        .put("output", "s3://" + ExportStack.EXPORTS + "/" + name + "." + format)
                        .put("compression", "none")
                        .put("onlineCompatible", true));
    }

    /// Returns the records: a text or a list of texts by feature.
    private static List<Map<String, Object>> json(ExportStack.Run run) {
        return stack.records(run).stream()
                .map(record -> Json.MAPPER.convertValue(record, new TypeReference<Map<String, Object>>() {}))
                .toList();
    }

    @Test
    void putsEveryRecordOfJson() {
        List<Map<String, Object>> records = json(export("json", "customers", "json"));
        assertThat(records).hasSizeGreaterThan(1_500);
        String copy = copyOf("customers", "customer_id", "event_time", "customers-json");
        putAndCompare(copy, "customer_id", records.subList(0, Math.min(records.size(), MOST_PUTS)));
    }

    @Test
    void putsEveryRecordOfCsv() throws IOException {
        ExportStack.Run run = export("csv", "customers", "csv");
        List<Map<String, Object>> records = csv(run, Set.of("tags"));
        assertThat(records).hasSize(run.output().path("output").path("records").asInt());
        String copy = copyOf("customers", "customer_id", "event_time", "customers-csv");
        putAndCompare(copy, "customer_id", records.subList(0, Math.min(records.size(), MOST_PUTS / 4)));
    }

    /// Returns the records of CSV, where a list is JSON text.
    private static List<Map<String, Object>> csv(ExportStack.Run run, Set<String> lists) throws IOException {
        run.succeeded();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setNullString("")
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setRecordSeparator('\n')
                .get();
        List<Map<String, Object>> records = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(stack.file(run.uri()));
                var parser = format.parse(in)) {
            for (CSVRecord record : parser) {
                Map<String, Object> values = new LinkedHashMap<>();
                record.toMap().forEach((name, text) -> {
                    if (text != null) {
                        values.put(name, lists.contains(name) ? list(text) : text);
                    }
                });
                records.add(values);
            }
        }
        return records;
    }

    /// Returns the records of Parquet, where a list is a list of texts.
    private static List<Map<String, Object>> parquet(ExportStack.Run run) throws Exception {
        run.succeeded();
        String file = OfflineTruth.literal(stack.file(run.uri()).toString());
        String all = truth.value("SELECT to_json(list(r)) FROM read_parquet(" + file + ") r");
        List<Map<String, Object>> records = Json.MAPPER.readValue(all, new TypeReference<>() {});
        records.forEach(record -> record.values().removeIf(value -> value == null));
        return records;
    }

    /// The values are exact in every form: 64 bits, empty texts and lists, quotes, line ends.
    @Test
    void putsCollections() throws Exception {
        List<FeatureDefinition> definitions = List.of(
                MachineGroups.feature("id", FeatureType.STRING),
                MachineGroups.feature("at", FeatureType.FRACTIONAL),
                collection("tags", FeatureType.STRING, CollectionType.LIST),
                collection("codes", FeatureType.INTEGRAL, CollectionType.SET),
                MachineGroups.feature("emb", FeatureType.FRACTIONAL).toBuilder()
                        .collectionType(CollectionType.VECTOR)
                        .collectionConfig(c -> c.vectorConfig(v -> v.dimension(3)))
                        .build());
        groups.create("collections", "id", "at", definitions, OFFLINE);
        List<Map<String, Object>> put = List.of(
                Map.of(
                        "id",
                        "full",
                        "at",
                        "1640995200.5",
                        "tags",
                        List.of("a", "b,c", "q\"uote", "line\nbreak", "ü😀", "", "null", "1.0E5"),
                        "codes",
                        List.of("1", "9223372036854775807", "-9223372036854775808"),
                        "emb",
                        List.of("0.1", "-2.5", "1000000")),
                Map.of("id", "empty", "at", "-86400", "tags", List.of(), "codes", List.of()),
                Map.of("id", "absent", "at", "0"));
        put.forEach(record -> groups.put("collections", values(record)));
        for (int i = 0;
                i < 200
                        && !truth.hasFiles(
                                OFFLINE, groups.offline("collections").key());
                i++) {
            Thread.sleep(50);
        }
        List<Map<String, Object>> expected = put.stream()
                .map(record -> {
                    Map<String, Object> exported = new LinkedHashMap<>(record);
                    exported.computeIfPresent("emb", (_, _) -> List.of("0.1", "-2.5", "1000000.0"));
                    return exported;
                })
                .toList();
        for (String format : List.of("json", "csv", "parquet")) {
            ExportStack.Run run = export("collections-" + format, "collections", format);
            List<Map<String, Object>> records =
                    switch (format) {
                        case "json" -> json(run);
                        case "csv" -> csv(run, Set.of("tags", "codes", "emb"));
                        default -> parquet(run);
                    };
            assertThat(records).as(format).containsExactlyInAnyOrderElementsOf(expected);
            groups.create("collections-" + format, "id", "at", definitions, OFFLINE);
            putAndCompare("collections-" + format, "id", records);
        }
    }

    private static FeatureDefinition collection(String name, FeatureType type, CollectionType collection) {
        return MachineGroups.feature(name, type).toBuilder()
                .collectionType(collection)
                .build();
    }

    @Test
    void putsRecordsWhoseEventTimeIsText() {
        List<Map<String, Object>> records = json(export("visits", "visits", "json"));
        assertThat(records).hasSize(40).allMatch(record -> ((String) record.get("visited_at"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z"));
        putAndCompare(copyOf("visits", "visit_id", "visited_at", "visits-copy"), "visit_id", records);
    }

    @Test
    void putsBatches() throws Exception {
        List<Map<String, Object>> records = json(export("batches", "customers", "json"));
        String copy = copyOf("customers", "customer_id", "event_time", "customers-batches");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int start = 0; start < Math.min(records.size(), MOST_PUTS); start += BATCH) {
                JsonNode answer =
                        batchWrite(client, copy, records.subList(start, Math.min(records.size(), start + BATCH)));
                assertThat(answer.path("Errors").toString()).isEqualTo("[]");
                assertThat(answer.path("UnprocessedEntries").toString()).isEqualTo("[]");
            }
        }
        compare(copy, "customer_id", records.subList(0, 200));
    }

    /// This version of the SDK does not have the call.
    private static JsonNode batchWrite(HttpClient client, String group, List<Map<String, Object>> records)
            throws Exception {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode entries = body.putArray("Entries");
        for (Map<String, Object> record : records) {
            ArrayNode values =
                    entries.addObject().put("FeatureGroupName", group).putArray("Record");
            record.forEach((name, value) -> values.addObject()
                    .put("FeatureName", name)
                    .set(
                            value instanceof List ? "ValueAsStringList" : "ValueAsString",
                            Json.MAPPER.valueToTree(value)));
        }
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(stack.aws().endpoint().resolve("/BatchWriteRecord"))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sagemaker/aws4_request")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
    }

    /// Creates a feature group with the definitions of another.
    private static String copyOf(String group, String identifier, String eventTime, String name) {
        groups.create(name, identifier, eventTime, groups.definitions(group), OFFLINE);
        return name;
    }

    private static List<FeatureValue> values(Map<String, Object> record) {
        List<FeatureValue> values = new ArrayList<>();
        record.forEach((name, value) -> values.add(
                value instanceof List<?> list
                        ? FeatureValue.builder()
                                .featureName(name)
                                .valueAsStringList(
                                        list.stream().map(String.class::cast).toList())
                                .build()
                        : MachineGroups.value(name, (String) value)));
        return values;
    }

    private static void putAndCompare(String group, String identifier, List<Map<String, Object>> records) {
        records.forEach(record -> groups.put(group, values(record)));
        compare(group, identifier, records);
    }

    private static void compare(String group, String identifier, List<Map<String, Object>> records) {
        for (Map<String, Object> record : records) {
            assertThat(groups.get(group, (String) record.get(identifier))).isEqualTo(record);
        }
    }

    private static List<String> list(String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
