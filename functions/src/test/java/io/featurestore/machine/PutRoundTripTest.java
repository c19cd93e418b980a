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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    private static List<Map<String, String>> json(ExportStack.Run run) {
        return stack.records(run).stream()
                .map(record -> Json.MAPPER.convertValue(record, new TypeReference<Map<String, String>>() {}))
                .toList();
    }

    @Test
    void putsEveryRecordOfJson() {
        List<Map<String, String>> records = json(export("json", "customers", "json"));
        assertThat(records).hasSizeGreaterThan(1_500);
        String copy = copyOf("customers", "customer_id", "event_time", "customers-json");
        putAndCompare(copy, "customer_id", records.subList(0, Math.min(records.size(), MOST_PUTS)));
    }

    @Test
    void putsEveryRecordOfCsv() throws IOException {
        ExportStack.Run run = export("csv", "customers", "csv");
        run.succeeded();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setNullString("")
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setRecordSeparator('\n')
                .get();
        List<Map<String, String>> records = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(stack.file(run.uri()));
                var parser = format.parse(in)) {
            for (CSVRecord record : parser) {
                Map<String, String> values = new LinkedHashMap<>(record.toMap());
                values.values().removeIf(value -> value == null);
                records.add(values);
            }
        }
        assertThat(records).hasSize(run.output().path("output").path("records").asInt());
        String copy = copyOf("customers", "customer_id", "event_time", "customers-csv");
        putAndCompare(copy, "customer_id", records.subList(0, Math.min(records.size(), MOST_PUTS / 4)));
    }

    @Test
    void putsRecordsWhoseEventTimeIsText() {
        List<Map<String, String>> records = json(export("visits", "visits", "json"));
        assertThat(records).hasSize(40).allMatch(record -> record.get("visited_at")
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z"));
        putAndCompare(copyOf("visits", "visit_id", "visited_at", "visits-copy"), "visit_id", records);
    }

    @Test
    void putsBatches() throws Exception {
        List<Map<String, String>> records = json(export("batches", "customers", "json"));
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
    private static JsonNode batchWrite(HttpClient client, String group, List<Map<String, String>> records)
            throws Exception {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode entries = body.putArray("Entries");
        for (Map<String, String> record : records) {
            ArrayNode values =
                    entries.addObject().put("FeatureGroupName", group).putArray("Record");
            record.forEach((name, text) -> {
                ObjectNode value = values.addObject().put("FeatureName", name);
                if (name.equals("tags")) {
                    value.set("ValueAsStringList", Json.MAPPER.valueToTree(list(text)));
                } else {
                    value.put("ValueAsString", text);
                }
            });
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

    private static void putAndCompare(String group, String identifier, List<Map<String, String>> records) {
        for (Map<String, String> record : records) {
            List<FeatureValue> values = new ArrayList<>();
            record.forEach((name, text) -> values.add(
                    name.equals("tags")
                            ? FeatureValue.builder()
                                    .featureName(name)
                                    .valueAsStringList(list(text))
                                    .build()
                            : MachineGroups.value(name, text)));
            groups.put(group, values);
        }
        compare(group, identifier, records);
    }

    private static void compare(String group, String identifier, List<Map<String, String>> records) {
        for (Map<String, String> record : records) {
            Map<String, Object> expected = new LinkedHashMap<>(record);
            expected.computeIfPresent("tags", (_, text) -> list((String) text));
            assertThat(groups.get(group, record.get(identifier))).isEqualTo(expected);
        }
    }

    /// A list of texts is exported as JSON text.
    private static List<String> list(String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
