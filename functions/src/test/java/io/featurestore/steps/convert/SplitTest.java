package io.featurestore.steps.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.Format;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks that for every split offset the output equals that of the unsplit result, and that of Apache Commons
/// CSV.
class SplitTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    /// The records of a result and its number of columns.
    record Case(String name, int columns, String records) {
        @Override
        public String toString() {
            return name;
        }

        SplitExport export() {
            return new SplitExport(NAMES.subList(0, columns), records.getBytes(StandardCharsets.UTF_8));
        }
    }

    static Stream<Case> corpus() {
        return Stream.of(
                new Case("plain values", 3, "\"1\",\"2\",\"3\"\n\"4\",\"5\",\"6\"\n"),
                new Case("NULLs and empty strings", 3, ",,\n\"\",\"\",\"\"\n,\"\",\n\"\",,\"\"\n"),
                new Case(
                        "newlines at every place",
                        2,
                        "\"\n\",\"\n\n\"\n\"a\nb\",\"\nc\"\n\"d\n\",\"e\"\n\"\n\n\n\",\n"),
                new Case("quotes", 2, "\"\"\"\",\"\"\"\"\"\"\n\"a\"\"b\",\"\"\"c\"\n\"d\"\"\",\"\"\"\"\n"),
                new Case("separators as values", 2, "\"\"\",\"\"\",\"\"\",\"\"\"\n\",\",\",\"\n\"\"\",\",\",\"\"\"\n"),
                new Case("values of commas", 2, "\",\",\",\"\n\",\",\",\"\n\",\",\",\"\n\",\",\",\"\n"),
                new Case(
                        "CSV within a value",
                        3,
                        "\"1\",\"\"\"x\"\",\"\"y\"\"\n\"\"z\"\",\"\"w\"\"\n\",\"3\"\n\"4\",\"\n\"\"\"\",\n\",\"6\"\n"),
                new Case("one column", 1, "\"a\"\n\n\"\"\n\"b\nc\"\n\n\n\"d\"\n"),
                new Case("one column of blank lines", 1, "\n\n\n\n\n"),
                new Case(
                        "one column of newlines, which looks the same from inside",
                        1,
                        "\"\n\"\n\"\n\"\n\"\n\"\n\"\n\"\n"),
                new Case(
                        "two columns that look the same from inside",
                        2,
                        "\"\n\",\"\n\"\n\"\n\",\"\n\"\n\",\n\",\"\n,\"\n"),
                new Case("carriage returns", 2, "\"a\r\nb\",\"\r\"\n\"\r\n\",\"c\r\"\n"),
                new Case("characters of two to four bytes", 2, "\"é한😀\",\"😀\n한\"\n\"고객, \"\"단골\"\"\",\"𝄞\"\n"),
                new Case("bare values", 3, "1,2,3\nabc,,\"x\"\n,,true\n"),
                new Case("no line end after the last record", 2, "\"a\",\"b\"\n\"c\",\"d\""),
                new Case("no line end after a NULL", 2, "\"a\",\"b\"\n\"c\","),
                new Case(
                        "a record far longer than its neighbours",
                        2,
                        "\"a\",\"b\"\n\"" + "x\n\"\"".repeat(60) + "\",\"c\"\n\"d\",\"e\"\n"),
                new Case("no records", 3, ""));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theWholeResultIsWhatCommonsCsvReads(Case corpus) throws IOException {
        SplitExport export = corpus.export();
        long rows = expected(corpus).size();
        String json = export.run(export.plan(Format.JSON, Handling.RECORDS, rows), List.of())
                .text();
        assertThat(records(json)).isEqualTo(expected(corpus));
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everySplitOffsetGivesTheUnsplitResult(Case corpus) throws IOException {
        SplitExport export = corpus.export();
        long rows = expected(corpus).size();
        Plan json = export.plan(Format.JSON, Handling.RECORDS, rows);
        Plan raw = export.plan(Format.CSV, Handling.RAW_RECORDS, rows);
        Plan bytes = export.plan(Format.CSV, Handling.BYTES, rows);
        String wholeJson = export.run(json, List.of()).text();
        String wholeRaw = withoutHeaders(export.run(raw, List.of()), export.headerEnd());
        String wholeBytes = export.run(bytes, List.of()).text();
        for (int cut = export.headerEnd(); cut <= export.size(); cut++) {
            assertThat(export.run(json, List.of(cut)).text())
                    .as("json cut at %s", cut)
                    .isEqualTo(wholeJson);
            assertThat(withoutHeaders(export.run(raw, List.of(cut)), export.headerEnd()))
                    .as("csv cut at %s", cut)
                    .isEqualTo(wholeRaw);
            assertThat(export.run(bytes, List.of(cut)).text())
                    .as("bytes cut at %s", cut)
                    .isEqualTo(wholeBytes);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyChunkSizeGivesTheUnsplitResult(Case corpus) throws IOException {
        SplitExport export = corpus.export();
        Plan plan = export.plan(Format.JSON, Handling.RECORDS, expected(corpus).size());
        String whole = export.run(plan, List.of()).text();
        for (int size = 1; size <= Math.min(60, export.size()); size++) {
            int step = size;
            List<Integer> cuts = IntStream.iterate(export.headerEnd() + step, at -> at < export.size(), at -> at + step)
                    .boxed()
                    .toList();
            assertThat(export.run(plan, cuts).text())
                    .as("chunks of %s bytes", size)
                    .isEqualTo(whole);
        }
    }

    @Test
    void whatLooksTheSameFromInsideQuotesIsRepaired() {
        int rows = 400_000;
        SplitExport export =
                new SplitExport(List.of("a"), "\"\n\"\n".repeat(rows).getBytes(StandardCharsets.UTF_8));
        Plan plan = export.plan(Format.JSON, Handling.RECORDS, rows);
        int begin = export.headerEnd();
        int repaired = 0;
        for (int cut = begin + 4_000; cut < begin + 4_004; cut++) {
            SplitExport.Outcome outcome = export.run(plan, List.of(cut, cut + 500_001));
            assertThat(outcome.bytes()).hasSize(rows * "{\"a\":\"\\n\"}\n".length());
            repaired += outcome.repaired();
        }
        assertThat(repaired)
                .as("cuts inside quotes, of which nothing within reach tells")
                .isPositive();
    }

    @Test
    void whatTheGrammarDecidesNeedsNoRepair() {
        SplitExport export = new SplitExport(
                List.of("a", "b"), "\"1\",\"x\ny\"\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        Plan plan = export.plan(Format.JSON, Handling.RECORDS, 100_000);
        for (int cut = export.headerEnd(); cut < export.headerEnd() + 20; cut++) {
            assertThat(export.run(plan, List.of(cut)).repaired()).isZero();
        }
    }

    @Property(tries = 400)
    void anyTableCutAnywhereComesOutWhole(
            @ForAll("tables") List<List<String>> table, @ForAll("fractions") List<Double> fractions)
            throws IOException {
        List<List<@Nullable String>> rows =
                table.stream().map(SplitTest::withNulls).toList();
        int columns = rows.isEmpty() ? 2 : rows.getFirst().size();
        Case any = new Case("any", columns, csv(rows));
        SplitExport export = any.export();
        int length = export.size() - export.headerEnd();
        List<Integer> cuts = fractions.stream()
                .map(f -> export.headerEnd() + (int) (f * length))
                .sorted()
                .toList();
        String json = export.run(export.plan(Format.JSON, Handling.RECORDS, rows.size()), cuts)
                .text();
        assertThat(records(json)).isEqualTo(rows);
        assertThat(expected(any)).as("Commons CSV reads the same").isEqualTo(rows);
        assertThat(withoutHeaders(
                        export.run(export.plan(Format.CSV, Handling.RAW_RECORDS, rows.size()), cuts),
                        export.headerEnd()))
                .isEqualTo(any.records());
    }

    /// Ends a conversion at some of its checks, which come after every record.
    private static Deadline sometimes(SplittableRandom random) {
        return new Deadline() {
            @Override
            public boolean isNear() {
                return random.nextInt(3) == 0;
            }

            @Override
            public long bytesBetweenChecks() {
                return 1;
            }
        };
    }

    @Property(tries = 400)
    void whatTimeRanOutForIsContinued(
            @ForAll("tables") List<List<String>> table, @ForAll("fractions") List<Double> fractions, @ForAll long seed)
            throws IOException {
        List<List<@Nullable String>> rows =
                table.stream().map(SplitTest::withNulls).toList();
        Case any = new Case("any", rows.isEmpty() ? 2 : rows.getFirst().size(), csv(rows));
        SplitExport export = any.export().endingBy(sometimes(new SplittableRandom(seed)));
        int length = export.size() - export.headerEnd();
        List<Integer> cuts = fractions.stream()
                .map(f -> export.headerEnd() + (int) (f * length))
                .sorted()
                .toList();
        SplitExport.Outcome json = export.run(export.plan(Format.JSON, Handling.RECORDS, rows.size()), cuts);
        assertThat(records(json.text())).isEqualTo(rows);
        assertThat(withoutHeaders(
                        export.run(export.plan(Format.CSV, Handling.RAW_RECORDS, rows.size()), cuts),
                        export.headerEnd()))
                .isEqualTo(any.records());
    }

    @Test
    void whatTimeRanOutForInTheMiddleOfAWrongGuessIsConvertedWhole() {
        int rows = 300_000;
        byte[] records = "\"\n\"\n".repeat(rows).getBytes(StandardCharsets.UTF_8);
        int repaired = 0;
        int continued = 0;
        for (int seed = 0; seed < 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SplitExport export = new SplitExport(List.of("a"), records).endingBy(new Deadline() {
                @Override
                public boolean isNear() {
                    return random.nextBoolean();
                }

                @Override
                public long bytesBetweenChecks() {
                    return 100_000;
                }
            });
            int cut = export.headerEnd() + 4_000 + seed;
            for (Handling handling : List.of(Handling.RECORDS, Handling.BYTES)) {
                Plan plan = export.plan(handling == Handling.BYTES ? Format.CSV : Format.JSON, handling, rows);
                SplitExport.Outcome outcome = export.run(plan, List.of(cut, cut + 400_001, cut + 800_000));
                assertThat(outcome.records()).isEqualTo(rows);
                assertThat(outcome.bytes())
                        .hasSize(handling == Handling.BYTES ? export.size() : rows * "{\"a\":\"\\n\"}\n".length());
                continued += outcome.parts().size() - 4;
                repaired += outcome.repaired();
            }
        }
        assertThat(repaired).isPositive();
        assertThat(continued).isPositive();
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> value = Arbitraries.of("\"", ",", "\n", "\r", "a", "é", "한", "😀", "\",\"", "\"\n\"", "\\")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
        Arbitrary<String> cell = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just("NULL")), net.jqwik.api.Tuple.of(5, value));
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(columns -> cell.list().ofSize(columns).list().ofMaxSize(20));
    }

    @Provide
    Arbitrary<List<Double>> fractions() {
        return Arbitraries.doubles().between(0, 1).list().ofMaxSize(8);
    }

    private static List<@Nullable String> withNulls(List<String> row) {
        return Arrays.asList(row.stream().map(v -> v.equals("NULL") ? null : v).toArray(String[]::new));
    }

    private static String csv(List<List<@Nullable String>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                                .map(v -> v == null ? "" : "\"" + v.replace("\"", "\"\"") + "\"")
                                .collect(Collectors.joining(","))
                        + "\n")
                .collect(Collectors.joining());
    }

    private static List<List<@Nullable String>> expected(Case corpus) throws IOException {
        CSVFormat athena = CSVFormat.DEFAULT
                .builder()
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setNullString("")
                .setRecordSeparator('\n')
                .setIgnoreEmptyLines(false)
                .get();
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (var parser = athena.parse(new StringReader(corpus.records()))) {
            for (CSVRecord record : parser) {
                rows.add(Arrays.asList(record.values()));
            }
        }
        return rows;
    }

    private static List<List<@Nullable String>> records(String json) throws IOException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (String line : json.split("\n")) {
            if (!line.isEmpty()) {
                ObjectNode object = (ObjectNode) Json.MAPPER.readTree(line);
                List<@Nullable String> row = new ArrayList<>();
                object.forEach(v -> row.add(v.isNull() ? null : v.textValue()));
                rows.add(row);
            }
        }
        return rows;
    }

    private static String withoutHeaders(SplitExport.Outcome outcome, int headerEnd) {
        assertThat(outcome.parts()).allSatisfy(part -> assertThat(part)
                .startsWith(CsvRecordWriter.header(NAMES.subList(0, columns(part, headerEnd)))));
        return outcome.parts().stream()
                .map(part -> new String(part, headerEnd, part.length - headerEnd, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private static int columns(byte[] part, int headerEnd) {
        return (int) IntStream.range(0, headerEnd).filter(i -> part[i] == ',').count() + 1;
    }
}
