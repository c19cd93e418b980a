package io.featurestore.records.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitValueException;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetTypesTest {
    @TempDir
    static Path folder;

    static DuckDb duckDb;

    /// A type with its Parquet and DuckDB types.
    ///
    /// @param type the column's type
    /// @param parquet its type in Parquet
    /// @param duckdb its type in DuckDB
    /// @param values pairs of a text and the text that DuckDB prints
    /// @param bad pairs of a text and the reason why it is refused
    record Case(String type, String parquet, String duckdb, List<List<String>> values, List<List<String>> bad) {
        OutputColumn column() {
            return ParquetText.column("c", type);
        }

        @Override
        public String toString() {
            return type;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream in = ParquetTypesTest.class.getResourceAsStream("types.json")) {
            return Json.MAPPER.readValue(in, new TypeReference<>() {});
        }
    }

    @BeforeAll
    static void open() {
        duckDb = new DuckDb(folder);
    }

    @AfterAll
    static void close() {
        duckDb.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheParquetType(Case type) {
        String schema =
                ParquetSchema.of(List.of(type.column())).getFields().getFirst().toString();

        assertThat(schema.replaceAll("\\s+", " ")).isEqualTo(type.parquet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsEveryValue(Case type) {
        byte[] file = ParquetText.file(
                List.of(type.column()),
                Compression.NONE,
                type.values().stream()
                        .map(pair -> Collections.singletonList(pair.getFirst()))
                        .toList());

        duckDb.view("t", file);
        assertThat(duckDb.column("SELECT column_type FROM (DESCRIBE t)")).containsExactly(type.duckdb());
        assertThat(duckDb.column("SELECT c::VARCHAR FROM t"))
                .isEqualTo(type.values().stream().map(List::getLast).collect(Collectors.toList()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesWhatIsNoValue(Case type) {
        for (List<String> bad : type.bad()) {
            List<List<String>> records = List.of(Arrays.asList((String) null), List.of(bad.getFirst()));

            UnfitValueException unfit = catchThrowableOfType(
                    UnfitValueException.class,
                    () -> ParquetText.file(List.of(type.column()), Compression.NONE, records));

            assertThat(unfit).as("'%s' as %s", bad.getFirst(), type).isNotNull();
            assertThat(unfit.reason()).isEqualTo(bad.getLast());
            assertThat(unfit.column()).isEqualTo("c");
            assertThat(unfit.value()).isEqualTo(bad.getFirst());
        }
    }
}
