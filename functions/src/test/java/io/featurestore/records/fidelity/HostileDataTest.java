package io.featurestore.records.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.online.OnlineSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks values and names that break other tools. Each one must come out unchanged, wherever the result is cut,
/// or be refused.
class HostileDataTest {
    private static final OutputColumn ID = column("id");
    private static final List<OutputColumn> COLUMNS = List.of(ID, column("v"));
    private static final OnlineSpec ONLINE = new OnlineSpec(
            0,
            -1,
            "at",
            false,
            Optional.of("7"),
            Optional.empty(),
            List.of(new Feature("id", FeatureType.STRING), new Feature("v", FeatureType.STRING)));
    /// Number of records: the hostile one, one before and one after it, so that cuts fall before, into and behind
    /// it.
    private static final int ROWS = 3;

    @TempDir
    static Path folder;

    private static ReadBack readers;

    /// A value. It must be kept or refused with a code. A csv export keeps every value.
    ///
    /// @param text the value, if it is text
    /// @param hex its bytes, if it is not
    record Value(
            @JsonProperty("case") String name,
            @Nullable String text,
            @Nullable String hex,
            String json,
            String parquet,
            String online,
            @Nullable String comment) {
        byte[] bytes() {
            return text == null
                    ? HexFormat.ofDelimiter(" ").parseHex(String.valueOf(hex).strip())
                    : text.getBytes(StandardCharsets.UTF_8);
        }

        String expected(Format format, boolean isOnline) {
            return isOnline
                    ? format == Format.CSV && text == null ? "IncompatibleRecord" : online
                    : switch (format) {
                        case CSV -> "kept";
                        case JSON -> json;
                        case PARQUET -> parquet;
                    };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// The names of the columns of one export.
    record Names(@JsonProperty("case") String name, List<String> names) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Value> values() {
        return lines("hostile-values.jsonl", Value.class);
    }

    static List<Names> names() {
        return lines("hostile-names.jsonl", Names.class);
    }

    @BeforeAll
    static void open() throws SQLException {
        readers = new ReadBack();
    }

    @AfterAll
    static void close() throws SQLException {
        readers.close();
    }

    @ParameterizedTest
    @MethodSource("values")
    void csvTakesEveryByteOver(Value value) {
        byte[] result = result(value.bytes());
        assertThat(export(value, Format.CSV, false, 4)).isEqualTo(result);
        for (byte[] part : new Conversion(COLUMNS, result, ROWS).parts(Format.CSV, Handling.RAW_RECORDS, 3)) {
            assertThat(part).startsWith(CsvRecordWriter.header(List.of("id", "v")));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void jsonKeepsItOrRefuses(Value value) throws IOException {
        if (refused(value, Format.JSON, false)) {
            return;
        }
        byte[] whole = export(value, Format.JSON, false, 1);
        List<JsonNode> lines = strictLines(whole);
        assertThat(lines).hasSize(ROWS);
        assertThat(lines.get(1).get("v").textValue()).isEqualTo(value.text());
        assertThat(export(value, Format.JSON, false, 5)).as("cut in five").isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("values")
    void parquetKeepsItOrRefuses(Value value) throws IOException {
        if (refused(value, Format.PARQUET, false)) {
            return;
        }
        Path file = file(export(value, Format.PARQUET, false, 1), ".parquet");
        List<@Nullable String> expected = Arrays.asList("before", value.text(), null);
        assertThat(ReadBack.avro(file, 0)).isEqualTo(expected);
        assertThat(readers.duckdb("SELECT v FROM read_parquet('" + file + "')")).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("values")
    void onlineCompatibleKeepsItOrRefuses(Value value) throws IOException {
        for (Format format : Format.values()) {
            if (refused(value, format, true)) {
                continue;
            }
            byte[] output = export(value, format, true, 1);
            switch (format) {
                case CSV ->
                    assertThat(output)
                            .isEqualTo(joined(
                                    bytes("\"id\",\"v\",\"at\"\n\"0\",\"before\",\"7\"\n\"1\","),
                                    quoted(value.bytes()),
                                    bytes(",\"7\"\n\"2\",,\"7\"\n")));
                case JSON ->
                    assertThat(strictLines(output).get(1).get("v").textValue()).isEqualTo(value.text());
                case PARQUET ->
                    assertThat(ReadBack.avro(file(output, ".parquet"), 0).get(1))
                            .isEqualTo(value.text());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesComeOutAsTheyAre(Names names) throws IOException {
        List<OutputColumn> columns =
                names.names().stream().map(HostileDataTest::column).toList();
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.writeBytes(CsvRecordWriter.header(names.names()));
        List<String> row =
                IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).toList();
        result.writeBytes(CsvRecordWriter.header(row));
        Conversion conversion = new Conversion(columns, result.toByteArray(), 1);

        JsonNode json = ReadBack.strict(conversion.output(Format.JSON, Optional.empty(), 1));
        Path parquet = file(conversion.output(Format.PARQUET, Optional.empty(), 1), ".parquet");

        assertThat(conversion.output(Format.CSV, Optional.empty(), 1)).isEqualTo(result.toByteArray());
        assertThat(json.properties().stream().map(java.util.Map.Entry::getKey)).isEqualTo(names.names());
        assertThat(json.properties().stream().map(e -> e.getValue().textValue()))
                .isEqualTo(row);
        assertThat(ParquetTypes.names(parquet)).isEqualTo(names.names());
        assertThat(readers.duckdbRow("SELECT * FROM read_parquet('" + parquet + "')"))
                .isEqualTo(row);
    }

    private static boolean refused(Value value, Format format, boolean online) {
        String expected = value.expected(format, online);
        if (expected.equals("kept")) {
            return false;
        }
        for (int chunks : new int[] {1, 3}) {
            Throwable refusal = catchThrowable(() -> export(value, format, online, chunks));
            assertThat(refusal).isInstanceOf(Failure.class);
            assertThat(((Failure) refusal).code()).isEqualTo(ErrorCode.valueOf(expected));
            assertThat(refusal).hasMessageStartingWith("Record 2, column 'v': ").hasMessageContaining("is not UTF-8");
        }
        return true;
    }

    private static byte[] export(Value value, Format format, boolean online, int chunks) {
        return new Conversion(COLUMNS, result(value.bytes()), ROWS)
                .output(format, online ? Optional.of(ONLINE) : Optional.empty(), chunks);
    }

    private static byte[] result(byte[] value) {
        return joined(bytes("\"id\",\"v\"\n\"0\",\"before\"\n\"1\","), quoted(value), bytes("\n\"2\",\n"));
    }

    private static byte[] quoted(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('"');
        for (byte b : value) {
            out.write(b);
            if (b == '"') {
                out.write(b);
            }
        }
        out.write('"');
        return out.toByteArray();
    }

    private static List<JsonNode> strictLines(byte[] output) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : new String(output, StandardCharsets.UTF_8).split("\n")) {
            lines.add(ReadBack.strict(bytes(line)));
        }
        return lines;
    }

    private static OutputColumn column(String name) {
        return new OutputColumn(name, name, ColumnType.Simple.VARCHAR, false);
    }

    private static Path file(byte[] content, String suffix) throws IOException {
        return Files.write(Files.createTempFile(folder, "h", suffix), content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> List<T> lines(String file, Class<T> type) {
        try (InputStream in = HostileDataTest.class.getResourceAsStream(file)) {
            return Json.MAPPER
                    .readerFor(type)
                    .<T>readValues(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
