package io.featurestore.records.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.records.ColumnType;
import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the JSON of nested columns: each line of `nested.jsonl` has a schema, records in the file's own
/// structure, the type of the table, and the texts or the refusal.
class NestedCasesTest {
    @TempDir
    private Path folder;

    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(NestedCasesTest.class.getResourceAsStream("nested.jsonl"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                cases.add(new JsonMapper().readTree(line));
            }
        }
        assertThat(cases).hasSizeGreaterThan(20);
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isTheTextOfACastToJson(JsonNode each) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message m { " + each.get("schema").asText() + " }");
        Path path = folder.resolve("f.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .build()) {
            for (JsonNode record : each.get("records")) {
                writer.write(group(schema, record));
            }
        }
        byte[] file = Files.readAllBytes(path);
        List<WantedColumn> columns =
                List.of(new WantedColumn("v", ColumnType.parse(each.get("type").asText())));
        if (each.has("refused")) {
            assertThatThrownBy(() -> MemorySource.rows(file, columns))
                    .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.UNFIT_TYPE))
                    .hasMessageContaining(each.get("refused").asText());
            return;
        }
        List<String> expected = new ArrayList<>();
        each.get("texts").forEach(text -> expected.add(text.isNull() ? null : text.asText()));
        assertThat(MemorySource.rows(file, columns).stream().map(List::getFirst))
                .isEqualTo(expected);
        ParquetFile parquet = ParquetFile.open(new MemorySource(file), file.length);
        for (int from = 0; from <= expected.size(); from++) {
            assertThat(MemorySource.rows(parquet, columns, 0, from, expected.size(), ReadSettings.DEFAULT).stream()
                            .map(List::getFirst))
                    .isEqualTo(expected.subList(from, expected.size()));
        }
    }

    private static Group group(GroupType type, JsonNode values) {
        Group group = new SimpleGroup(type);
        for (Type field : type.getFields()) {
            JsonNode value = values.path(field.getName());
            if (value.isArray() && field.isRepetition(Type.Repetition.REPEATED)) {
                value.forEach(each -> add(group, field, each));
            } else if (!value.isMissingNode() && !value.isNull()) {
                add(group, field, value);
            }
        }
        return group;
    }

    private static void add(Group to, Type field, JsonNode value) {
        if (!field.isPrimitive()) {
            to.add(field.getName(), group(field.asGroupType(), value));
            return;
        }
        switch (field.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> to.add(field.getName(), value.asBoolean());
            case INT32 -> to.add(field.getName(), value.asInt());
            case INT64 -> to.add(field.getName(), value.asLong());
            case FLOAT -> to.add(field.getName(), Float.parseFloat(value.asText()));
            case DOUBLE -> to.add(field.getName(), Double.parseDouble(value.asText()));
            default ->
                to.add(
                        field.getName(),
                        Binary.fromConstantByteArray(value.asText().getBytes(StandardCharsets.ISO_8859_1)));
        }
    }
}
