package io.featurestore.records.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Checks that texts that are written to Parquet and read by DuckDB give the same texts.
class ParquetValuesProperties {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final long FIRST_SECOND = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LAST_SECOND =
            LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);
    private static final List<OutputColumn> COLUMNS = List.of(
            ParquetText.column("i", "bigint"), ParquetText.column("d", "double"),
            ParquetText.column("n", "decimal(38,10)"), ParquetText.column("m", "decimal(18,4)"),
            ParquetText.column("s", "varchar"), ParquetText.column("t", "timestamp(3)"),
            ParquetText.column("y", "date"), ParquetText.column("a", "array(varchar)"));
    /// Prints a value that DuckDB read as it was written. Doubles are compared by their bits, as DuckDB prints
    /// other digits.
    private static final String READ = """
                                       SELECT i::VARCHAR, d, n::VARCHAR, m::VARCHAR, s, strftime(t, '%Y-%m-%d %H:%M:%S.%g'), y::VARCHAR,
                                              to_json(a)::VARCHAR
                                       FROM t""";

    private static Path folder;
    private static DuckDb duckDb;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("parquet");
        duckDb = new DuckDb(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        duckDb.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 60)
    void readsBackAsItWas(
            @ForAll("records") List<List<String>> records, @ForAll("compressions") Compression compression) {
        duckDb.view("t", ParquetText.file(COLUMNS, compression, records));

        List<List<String>> read = duckDb.rows(READ);

        assertThat(read.stream().map(ParquetValuesProperties::normal).toList())
                .isEqualTo(records.stream().map(ParquetValuesProperties::normal).toList());
    }

    @Provide
    Arbitrary<Compression> compressions() {
        return Arbitraries.of(Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.SNAPPY);
    }

    @Provide
    Arbitrary<List<List<String>>> records() {
        Arbitrary<String> bigint = Arbitraries.longs().map(String::valueOf);
        Arbitrary<String> binary = Arbitraries.longs()
                .map(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .map(String::valueOf);
        Arbitrary<String> wide = decimal(38, 10);
        Arbitrary<String> narrow = decimal(18, 4);
        Arbitrary<String> text = Arbitraries.strings().all().ofMaxLength(40).map(ParquetValuesProperties::wellFormed);
        Arbitrary<String> timestamp = Arbitraries.longs()
                .between(FIRST_SECOND * 1000, LAST_SECOND * 1000 + 999)
                .map(millis -> MILLIS.format(LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, 1000), (int) Math.floorMod(millis, 1000L) * 1_000_000, ZoneOffset.UTC)));
        Arbitrary<String> date = Arbitraries.longs()
                .between(FIRST_SECOND / 86_400, LAST_SECOND / 86_400)
                .map(day -> LocalDate.ofEpochDay(day).toString());
        Arbitrary<String> array = text.injectNull(0.2).list().ofMaxSize(4).map(ParquetValuesProperties::json);
        return Combinators.combine(Stream.of(bigint, binary, wide, narrow, text, timestamp, date, array)
                        .map(each -> each.injectNull(0.1))
                        .toList())
                .as(values -> values)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<String> decimal(int precision, int scale) {
        BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        return Arbitraries.bigIntegers().between(most.negate(), most).map(unscaled -> new BigDecimal(unscaled, scale)
                .toPlainString());
    }

    private static List<String> normal(List<String> read) {
        java.util.ArrayList<String> normal = new java.util.ArrayList<>(read);
        normal.set(1, read.get(1) == null ? null : String.valueOf(Double.parseDouble(read.get(1))));
        return normal;
    }

    /// A lone surrogate cannot be encoded in UTF-8.
    private static String wellFormed(String text) {
        return text.replaceAll("\\p{Cs}", "").replace("\0", "");
    }

    private static String json(List<String> elements) {
        try {
            return Json.MAPPER.writeValueAsString(elements);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
