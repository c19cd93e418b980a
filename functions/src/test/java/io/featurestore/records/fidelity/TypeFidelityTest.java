package io.featurestore.records.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import io.featurestore.store.online.OnlineSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks every type of Athena in every format. `types.jsonl` has the expected values, and independent readers
/// read the output.
class TypeFidelityTest {
    private static final OutputColumn ID = new OutputColumn("id", "id", ColumnType.Simple.VARCHAR, false);
    /// Limits of Avro itself: the keys of its maps are texts.
    private static final String UNKNOWN_TO_AVRO = "map(bigint";

    @TempDir
    static Path folder;

    private static ReadBack readers;

    static Stream<TypeCase> cases() {
        return TypeCase.all().stream();
    }

    static Stream<String> types() {
        return cases().map(TypeCase::type).distinct();
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
    @MethodSource("cases")
    void csvKeepsEveryByte(TypeCase each) {
        assertThat(text(output(List.of(each), Format.CSV))).isEqualTo("\"v\"\n" + each.csv() + "\n");
    }

    @ParameterizedTest
    @MethodSource("types")
    void csvReadsTheSameInDuckDb(String type) throws IOException {
        List<TypeCase> some = cases().filter(c -> c.type().equals(type)).toList();
        Path csv = Files.write(Files.createTempFile(folder, "t", ".csv"), output(some, Format.CSV));

        assertThat(readers.duckdbCsv(csv)).isEqualTo(values(some.stream().map(TypeCase::athena)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jsonIsExact(TypeCase each) throws IOException {
        if (TypeCase.refusal(each.json()).isPresent()) {
            assertRefused(TypeCase.refusal(each.json()).get(), () -> output(List.of(each), Format.JSON));
            return;
        }
        byte[] line = output(List.of(each), Format.JSON);

        assertThat(text(line)).isEqualTo("{\"v\":" + each.json() + "}\n");
        JsonNode read = ReadBack.strict(line);
        assertThat(read.get("v").isNull()).isEqualTo(each.json().equals("null"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jsonTextsAreTheValue(TypeCase each) throws IOException {
        if (each.athena() != null
                && each.json().startsWith("\"")
                && !each.column().asJson()
                && !each.type().startsWith("timestamp")
                && !each.type().equals("json")) {
            assertThat(ReadBack.strict(output(List.of(each), Format.JSON))
                            .get("v")
                            .textValue())
                    .isEqualTo(each.athena());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void parquetReadsBackAlike(String type) throws IOException {
        List<TypeCase> some = cases().filter(c ->
                        c.type().equals(type) && TypeCase.refusal(c.parquet()).isEmpty())
                .toList();
        List<@Nullable String> expected = values(some.stream().map(TypeCase::parquet));
        int digits = some.getFirst().parquetType().contains("MICROS") ? 6 : 3;

        Path file = Files.write(Files.createTempFile(folder, "t", ".parquet"), output(some, Format.PARQUET));

        assertThat(readers.duckdb(file, digits)).as("DuckDB").isEqualTo(expected);
        assertThat(ParquetTypes.of(file)).isEqualTo(some.getFirst().parquetType());
        if (!type.startsWith(UNKNOWN_TO_AVRO)) {
            assertThat(ReadBack.avro(file, digits)).as("Parquet's Avro").isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parquetRefusesWhatDoesNotFit(TypeCase each) {
        TypeCase.refusal(each.parquet())
                .ifPresent(code -> assertRefused(code, () -> output(List.of(each), Format.PARQUET)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlineCompatibleIsTextThatAPutTakes(TypeCase each) throws IOException {
        Conversion conversion =
                new Conversion(List.of(ID, each.column()), bytes("\"id\",\"v\"\n\"1\"," + each.csv() + "\n"), 1);
        OnlineSpec spec = new OnlineSpec(
                0,
                -1,
                "at",
                false,
                Optional.of("7"),
                Optional.empty(),
                List.of(new Feature("id", FeatureType.STRING), new Feature("v", each.featureType())));
        if (TypeCase.refusal(each.online()).isPresent()) {
            assertRefused(
                    TypeCase.refusal(each.online()).get(), () -> conversion.output(Format.JSON, Optional.of(spec), 1));
            return;
        }
        JsonNode json = ReadBack.strict(conversion.output(Format.JSON, Optional.of(spec), 1));
        String csv = text(conversion.output(Format.CSV, Optional.of(spec), 1));
        Path parquet = Files.write(
                Files.createTempFile(folder, "o", ".parquet"), conversion.output(Format.PARQUET, Optional.of(spec), 1));

        assertThat(json.has("v")).isEqualTo(each.online() != null);
        assertThat(json.path("v").textValue()).isEqualTo(each.online());
        assertThat(csv).isEqualTo("\"id\",\"v\",\"at\"\n\"1\"," + quoted(each.online()) + ",\"7\"\n");
        assertThat(ReadBack.avro(parquet, 0, "v")).containsExactly(each.online());
    }

    /// The cases must include every type of the parser, so that a new type cannot be forgotten.
    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(ColumnType.Simple.class)
    void everySimpleTypeIsInTheTable(ColumnType.Simple type) {
        assertThat(cases().map(c -> c.column().type())).contains(type);
    }

    private static byte[] output(List<TypeCase> some, Format format) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.writeBytes(bytes("\"v\"\n"));
        some.forEach(each -> result.writeBytes(bytes(each.csv() + "\n")));
        return new Conversion(List.of(some.getFirst().column()), result.toByteArray(), some.size())
                .output(format, Optional.empty(), 1);
    }

    private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable output) {
        Throwable refusal = catchThrowable(output);
        assertThat(refusal).isInstanceOf(Failure.class);
        assertThat(((Failure) refusal).code()).isEqualTo(code);
        assertThat(refusal).hasMessageMatching("(?s)Record 1, column 'v': .*\\.");
    }

    private static List<@Nullable String> values(Stream<@Nullable String> values) {
        return new ArrayList<>(Arrays.asList(values.toArray(String[]::new)));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
