package io.featurestore.records.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compares the files with those that Parquet's own Avro binding writes of the same records.
class AvroCrossCheckTest {
    private static final List<OutputColumn> COLUMNS = List.of(
            ParquetText.column("flag", "boolean"),
            ParquetText.column("small", "smallint"),
            ParquetText.column("count", "bigint"),
            ParquetText.column("ratio", "real"),
            ParquetText.column("amount", "double"),
            ParquetText.column("price", "decimal(38,2)"),
            ParquetText.column("name", "varchar"),
            ParquetText.column("day", "date"),
            ParquetText.column("seen", "timestamp(3)"),
            ParquetText.column("sent", "timestamp(6) with time zone"),
            ParquetText.column("tags", "array(varchar)"),
            ParquetText.column("scores", "map(varchar, bigint)"),
            ParquetText.column("place", "row(city varchar, zip integer)"));

    @TempDir
    Path folder;

    private static List<List<String>> texts() {
        return List.of(
                List.of(
                        "true",
                        "-32768",
                        "9223372036854775807",
                        "1.5",
                        "-0.0",
                        "-999999999999999999999999999999999999.99",
                        "žluť, \"kůň\"\n",
                        "1969-12-31",
                        "1969-12-31 23:59:59.999",
                        "2022-01-01 09:00:00.000001 Asia/Seoul",
                        "[\"a\", null, \"\"]",
                        "{\"k\": 1, \"l\": null}",
                        "{\"city\": \"Brno\", \"zip\": 60200}"),
                Arrays.asList(new String[13]),
                List.of(
                        "false",
                        "0",
                        "-1",
                        "NaN",
                        "-Infinity",
                        "0.10",
                        "",
                        "2022-02-28",
                        "2022-02-28 01:02:03.000",
                        "1969-12-31 23:59:59.999999 UTC",
                        "[]",
                        "{}",
                        "{}"));
    }

    private static List<GenericRecord> records(Schema schema) {
        GenericRecordBuilder first = new GenericRecordBuilder(schema);
        first.set("flag", true)
                .set("small", -32768)
                .set("count", Long.MAX_VALUE)
                .set("ratio", 1.5f)
                .set("amount", -0.0)
                .set("price", new BigDecimal("-999999999999999999999999999999999999.99"))
                .set("name", "žluť, \"kůň\"\n")
                .set("day", LocalDate.of(1969, 12, 31))
                .set("seen", LocalDateTime.parse("1969-12-31T23:59:59.999"))
                .set("sent", Instant.parse("2022-01-01T00:00:00.000001Z"))
                .set("tags", Arrays.asList("a", null, ""))
                .set("scores", mapOf("k", 1L, "l", null))
                .set("place", place(schema, "Brno", 60200));
        GenericRecordBuilder last = new GenericRecordBuilder(schema);
        last.set("flag", false)
                .set("small", 0)
                .set("count", -1L)
                .set("ratio", Float.NaN)
                .set("amount", Double.NEGATIVE_INFINITY)
                .set("price", new BigDecimal("0.10"))
                .set("name", "")
                .set("day", LocalDate.of(2022, 2, 28))
                .set("seen", LocalDateTime.parse("2022-02-28T01:02:03"))
                .set("sent", Instant.parse("1969-12-31T23:59:59.999999Z"))
                .set("tags", List.of())
                .set("scores", Map.of())
                .set("place", place(schema, null, null));
        return List.of(first.build(), new GenericRecordBuilder(schema).build(), last.build());
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BZIP2", mode = EnumSource.Mode.EXCLUDE)
    void holdsWhatAvroWrites(Compression compression) throws IOException {
        Path ours = Files.write(folder.resolve("ours.parquet"), ParquetText.file(COLUMNS, compression, texts()));
        Schema schema = schema();
        Path theirs = Files.write(folder.resolve("theirs.parquet"), byAvro(schema, records(schema)));

        assertThat(plain(read(ours))).hasSize(3).isEqualTo(plain(read(theirs)));
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("ours", Files.readAllBytes(ours)).view("theirs", Files.readAllBytes(theirs));
            assertThat(duckDb.rows("SELECT COLUMNS(*)::VARCHAR FROM ours"))
                    .hasSize(3)
                    .isEqualTo(duckDb.rows("SELECT COLUMNS(*)::VARCHAR FROM theirs"));
        }
    }

    @Test
    void readsAsTheSameRecordsInAvro() throws IOException {
        Path ours = Files.write(folder.resolve("ours.parquet"), ParquetText.file(COLUMNS, Compression.SNAPPY, texts()));

        List<GenericRecord> read = read(ours);

        Path again = Files.write(
                folder.resolve("again.parquet"), byAvro(read.getFirst().getSchema(), read));
        assertThat(plain(read(again))).isEqualTo(plain(read));
        assertThat(read.getFirst().get("price")).isEqualTo(new BigDecimal("-999999999999999999999999999999999999.99"));
        assertThat(read.getFirst().get("sent")).isEqualTo(Instant.parse("2022-01-01T00:00:00.000001Z"));
        assertThat(read.get(1).get("tags")).isNull();
    }

    private static byte[] byAvro(Schema schema, List<GenericRecord> records) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new StreamOutputFile(file))
                .withSchema(schema)
                .withDataModel(model())
                .withConf(configuration)
                .build()) {
            for (GenericRecord each : records) {
                writer.write(each);
            }
        }
        return file.toByteArray();
    }

    private static List<GenericRecord> read(Path file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        // Without this setting, the binding reads Parquet's three-level lists as lists of records with one field.
        configuration.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        new LocalInputFile(file), configuration)
                .withDataModel(model())
                .withCompatibility(false)
                .build()) {
            for (GenericRecord each = reader.read(); each != null; each = reader.read()) {
                records.add(each);
            }
        }
        return records;
    }

    /// Returns the values as comparable text, in the order of the schema.
    private static List<List<String>> plain(List<GenericRecord> records) {
        return records.stream()
                .map(r -> r.getSchema().getFields().stream()
                        .map(field -> field.name() + "=" + r.get(field.name()))
                        .toList())
                .toList();
    }

    private static GenericData model() {
        GenericData model = new GenericData();
        for (Conversion<?> each : List.of(
                new Conversions.DecimalConversion(),
                new TimeConversions.DateConversion(),
                new TimeConversions.LocalTimestampMillisConversion(),
                new TimeConversions.TimestampMicrosConversion())) {
            model.addLogicalTypeConversion(each);
        }
        return model;
    }

    private static GenericRecord place(Schema schema, String city, Integer zip) {
        return new GenericRecordBuilder(
                        schema.getField("place").schema().getTypes().get(1))
                .set("city", city)
                .set("zip", zip)
                .build();
    }

    private static Map<String, Long> mapOf(String key, Long value, String otherKey, Long otherValue) {
        Map<String, Long> map = new java.util.LinkedHashMap<>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return map;
    }

    private static Schema schema() {
        return new Schema.Parser().parse("""
                {"type": "record", "name": "export", "fields": [
                  {"name": "flag", "type": ["null", "boolean"], "default": null},
                  {"name": "small", "type": ["null", "int"], "default": null},
                  {"name": "count", "type": ["null", "long"], "default": null},
                  {"name": "ratio", "type": ["null", "float"], "default": null},
                  {"name": "amount", "type": ["null", "double"], "default": null},
                  {"name": "price", "default": null, "type": ["null",
                    {"type": "fixed", "name": "d", "size": 16, "logicalType": "decimal", "precision": 38, "scale": 2}]},
                  {"name": "name", "type": ["null", "string"], "default": null},
                  {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
                  {"name": "seen", "default": null,
                   "type": ["null", {"type": "long", "logicalType": "local-timestamp-millis"}]},
                  {"name": "sent", "default": null,
                   "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                  {"name": "tags", "type": ["null", {"type": "array", "items": ["null", "string"]}], "default": null},
                  {"name": "scores", "type": ["null", {"type": "map", "values": ["null", "long"]}], "default": null},
                  {"name": "place", "default": null, "type": ["null", {"type": "record", "name": "place", "fields": [
                    {"name": "city", "type": ["null", "string"], "default": null},
                    {"name": "zip", "type": ["null", "int"], "default": null}]}]}]}
                """);
    }
}
