package io.featurestore.local.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Compares the embedded Athena with what Trino's own server answered: `trino-answers.txt`, see its first lines.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrinoAnswersTest {
    private static final int ROWS = 8;
    /// The number of expressions that one query computes.
    private static final int AT_ONCE = 40;
    private static final Pattern FINER = Pattern.compile("(:\\d\\d\\.\\d{3})\\d+");
    private static final CSVFormat CSV = CSVFormat.DEFAULT
            .builder()
            .setNullString("")
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .get();

    private AthenaBench bench;
    private final List<Answer> answers = new ArrayList<>();

    private record Answer(String expression, List<String> values) {
        boolean fails() {
            return values.getFirst().startsWith("!");
        }
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        List<String> lines;
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("trino-answers.txt"))) {
            lines = new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        bench = new AthenaBench(folder);
        bench.table("samples", lines.get(0), "");
        bench.object("samples/rows.parquet", lines.get(1));
        for (String line : lines.subList(2, lines.size())) {
            String[] parts = line.split("\t", 2);
            answers.add(new Answer(parts[0], List.of(parts[1].split("¦", -1))));
        }
    }

    @AfterAll
    void close() throws IOException {
        bench.close();
    }

    @Test
    void computesTheValuesOfRows() throws Exception {
        compare(answers.stream().filter(a -> a.values().size() == ROWS).toList(), " FROM samples ORDER BY n");
    }

    @Test
    void computesAggregates() throws Exception {
        compare(
                answers.stream()
                        .filter(a -> a.values().size() == 1 && !a.fails())
                        .toList(),
                " FROM samples");
    }

    @Test
    void failsWithTheSameErrors() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Answer answer : answers) {
            if (answer.fails()) {
                softly.assertThat(bench.csv("SELECT " + answer.expression() + " AS c FROM samples"))
                        .as(answer.expression())
                        .startsWith("FAILED")
                        .contains(answer.values().getFirst().substring(1));
            }
        }
        softly.assertAll();
    }

    /// Returns a value as it was recorded: with three digits of a fraction of a second.
    private static String recorded(String value) {
        return FINER.matcher(value).replaceAll("$1");
    }

    private void compare(List<Answer> some, String from) throws Exception {
        assertThat(some).isNotEmpty();
        SoftAssertions softly = new SoftAssertions();
        for (int first = 0; first < some.size(); first += AT_ONCE) {
            List<Answer> part = some.subList(first, Math.min(first + AT_ONCE, some.size()));
            String columns = part.stream()
                    .map(answer -> answer.expression() + " AS c" + part.indexOf(answer))
                    .collect(Collectors.joining(", "));
            String csv = bench.csv("SELECT " + columns + from);
            assertThat(csv).doesNotStartWith("FAILED");
            List<CSVRecord> records;
            try (CSVParser parser = CSVParser.parse(new StringReader(csv), CSV)) {
                records = parser.getRecords();
            }
            for (int i = 0; i < part.size(); i++) {
                List<String> values = new ArrayList<>();
                for (CSVRecord record : records.subList(1, records.size())) {
                    values.add(recorded(Objects.requireNonNullElse(record.get(i), "\\N")));
                }
                softly.assertThat(values)
                        .as(part.get(i).expression())
                        .isEqualTo(part.get(i).values());
            }
        }
        softly.assertAll();
    }
}
