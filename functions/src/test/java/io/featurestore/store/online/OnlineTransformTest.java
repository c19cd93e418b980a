package io.featurestore.store.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.steps.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlineTransformTest {
    /// Keeps the records that it gets, without NULLs.
    private static final class Kept implements RecordWriter {
        private final List<OutputColumn> columns;
        private final List<Map<String, String>> records = new ArrayList<>();

        Kept(List<OutputColumn> columns) {
            this.columns = columns;
        }

        @Override
        public void write(Fields record) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                if (!record.isNull(i)) {
                    values.put(columns.get(i).outputName(), record.text(i));
                }
            }
            records.add(values);
        }

        @Override
        public void finish() {
            // Nothing is buffered.
        }
    }

    private static List<Map<String, String>> transform(JsonNode c, List<JsonNode> records) throws IOException {
        OnlineSchema.Resolved resolved = Cases.resolve(c);
        Kept kept = new Kept(OnlineTransform.columns(resolved.columns(), resolved.spec()));
        OnlineTransform transform = new OnlineTransform(resolved.columns(), resolved.spec(), kept);
        Fields fields = new Fields(resolved.columns().size());
        for (JsonNode record : records) {
            fill(fields, record);
            transform.write(fields);
        }
        transform.finish();
        return kept.records;
    }

    private static void fill(Fields fields, JsonNode record) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        buffer.write('x');
        for (int i = 0; i < record.size(); i++) {
            if (record.get(i).isNull()) {
                fields.setNull(i);
            } else {
                byte[] bytes = record.get(i).asText().getBytes(StandardCharsets.UTF_8);
                fields.set(i, buffer.size(), bytes.length);
                buffer.writeBytes(bytes);
            }
        }
        fields.buffer(buffer.toByteArray());
    }

    @TestFactory
    Stream<DynamicTest> writesWhatAPutTakes() {
        return Cases.all("records.json")
                .filter(c -> c.has("expect"))
                .map(c -> DynamicTest.dynamicTest(c.path("case").asText(), () -> {
                    Map<String, String> written =
                            transform(c, List.of(c.path("record"))).getFirst();
                    Map<String, String> expected = new LinkedHashMap<>();
                    c.path("expect")
                            .properties()
                            .forEach(e -> expected.put(e.getKey(), e.getValue().asText()));
                    assertThat(written).containsExactlyEntriesOf(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatNoPutTakes() {
        return Cases.all("records.json")
                .filter(c -> c.has("refused"))
                .map(c -> DynamicTest.dynamicTest(c.path("case").asText(), () -> assertThatThrownBy(
                                () -> transform(c, List.of(c.path("record"))))
                        .isInstanceOfSatisfying(RejectedRecordException.class, e -> {
                            assertThat(e.column())
                                    .isEqualTo(c.path("refused").path("column").asText());
                            assertThat(e.value())
                                    .isEqualTo(c.path("refused").path("value").asText());
                            assertThat(e.reason())
                                    .startsWith(c.path("refused").path("reason").asText());
                        })));
    }

    @Test
    void leavesNothingOfOneRecordInTheNext() throws IOException {
        JsonNode c = Json.MAPPER.readTree("""
                                          {"columns": ["customer_id varchar", "event_time double", "name varchar"]}""");
        assertThat(transform(
                        c,
                        List.of(
                                Json.MAPPER.readTree("[\"1\", \"5\", \"long name\"]"),
                                Json.MAPPER.readTree("[\"2\", \"6\", null]"),
                                Json.MAPPER.readTree("[\"3\", \"7\", \"x\"]"))))
                .containsExactly(
                        Map.of("customer_id", "1", "event_time", "5", "name", "long name"),
                        Map.of("customer_id", "2", "event_time", "6"),
                        Map.of("customer_id", "3", "event_time", "7", "name", "x"));
    }

    /// The limit is in bytes: a Korean syllable has three. The name of a NULL does not count.
    @ParameterizedTest
    @CsvSource({
        "customer_id,a,2048,true",
        "customer_id,a,2049,false",
        "customer_id,한,682,true",
        "customer_id,한,683,false",
        "name,a,358373,true",
        "name,a,358374,false",
        "name,a,358401,false"
    })
    void holdsValuesAndRecordsToTheirSize(String column, String text, int times, boolean taken) throws IOException {
        JsonNode c = Json.MAPPER.readTree("""
                          {"columns": ["customer_id varchar", "event_time double", "name varchar", "age bigint"]}""");
        ObjectNode values =
                Json.MAPPER.createObjectNode().put("customer_id", "1").put("event_time", "5");
        values.put(column, text.repeat(times));
        JsonNode record = Json.MAPPER
                .createArrayNode()
                .add(values.get("customer_id"))
                .add(values.get("event_time"))
                .add(values.has("name") ? TextNode.valueOf(values.get("name").asText()) : NullNode.instance)
                .addNull();
        if (taken) {
            assertThatCode(() -> transform(c, List.of(record))).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> transform(c, List.of(record)))
                    .isInstanceOfSatisfying(RejectedRecordException.class, e -> assertThat(e.reason())
                            .contains("bytes, and a put accepts at most"));
        }
    }
}
