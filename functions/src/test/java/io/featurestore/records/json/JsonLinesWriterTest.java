package io.featurestore.records.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitValueException;
import io.featurestore.records.json.JsonLinesWriter.Nulls;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JsonLinesWriterTest {
    private static JsonNode cases() {
        try (InputStream in = JsonLinesWriterTest.class.getResourceAsStream("values.json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> writesEveryType() {
        return StreamSupport.stream(cases().path("written").spliterator(), false)
                .map(c -> {
                    String type = c.get(0).asText();
                    String text = c.get(1).asText();
                    return DynamicTest.dynamicTest(type + " " + text, () -> {
                        String json = JsonText.value(type, text);
                        assertThat(json).isEqualTo(c.get(2).asText());
                        assertThat(Json.MAPPER.readTree(json)).isNotNull();
                    });
                });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNotOfTheType() {
        return StreamSupport.stream(cases().path("refused").spliterator(), false)
                .map(c -> {
                    String type = c.get(0).asText();
                    String text = c.get(1).asText();
                    return DynamicTest.dynamicTest(type + " '" + text + "'", () -> assertThatThrownBy(
                                    () -> JsonText.value(type, text))
                            .isInstanceOfSatisfying(UnfitValueException.class, e -> {
                                assertThat(e.column()).isEqualTo("v");
                                assertThat(e.value()).isEqualTo(text);
                                assertThat(e.reason())
                                        .endsWith(" ("
                                                + JsonText.column("v", type).type() + ")");
                            }));
                });
    }

    @Test
    void writesNullAsNullOrLeavesItOut() {
        List<OutputColumn> columns = List.of(
                JsonText.column("a", "varchar"),
                JsonText.column("b", "bigint"),
                JsonText.column("c", "array(varchar)"));
        List<List<String>> records =
                List.of(Arrays.asList(null, "1", null), Arrays.asList(null, null, null), Arrays.asList("", null, "[]"));
        assertThat(JsonText.lines(columns, Nulls.WRITE, records)).isEqualTo("""
                                                                            {"a":null,"b":1,"c":null}
                                                                            {"a":null,"b":null,"c":null}
                                                                            {"a":"","b":null,"c":[]}
                                                                            """);
        assertThat(JsonText.lines(columns, Nulls.OMIT, records)).isEqualTo("""
                                                                           {"b":1}
                                                                           {}
                                                                           {"a":"","c":[]}
                                                                           """);
    }

    @Test
    void escapesKeysAndNamesThemAsInTheOutput() throws IOException {
        String name = "The \"name\"\n\\ 이름 \u0001";
        OutputColumn column =
                new OutputColumn("name", name, JsonText.column("x", "varchar").type(), false);
        JsonNode record = Json.MAPPER.readTree(JsonText.lines(List.of(column), Nulls.WRITE, List.of(List.of("v"))));
        assertThat(record.path(name).asText()).isEqualTo("v");
    }

    @Test
    void writesNestedTextOverSeveralLinesInOne() throws IOException {
        String text = "{\n  \"a\": [1,\r\n 2],\n \"b\": \"x\\ny\"\n}";
        String json = JsonText.value("json", text);
        assertThat(json).doesNotContain("\n", "\r");
        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree(text));
    }
}
