package io.featurestore.export.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleFileTest {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .setNullString("")
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();

    @TempDir
    private Path folder;

    @Test
    void makesTheSameBytesFromTheSameSeed() throws IOException {
        SampleFile one = SampleFile.make(folder.resolve("one.csv"), 200_000, 7);
        SampleFile two = SampleFile.make(folder.resolve("two.csv"), 200_000, 7);

        assertThat(one.file()).hasSameBinaryContentAs(two.file());
        assertThat(one.records()).isEqualTo(two.records());
    }

    @Test
    void makesOtherBytesFromAnotherSeed() throws IOException {
        SampleFile one = SampleFile.make(folder.resolve("one.csv"), 200_000, 7);
        SampleFile two = SampleFile.make(folder.resolve("two.csv"), 200_000, 8);

        assertThat(Files.mismatch(one.file(), two.file())).isNotEqualTo(-1);
    }

    @Test
    void hasTheWishedSizeAndCountsItsRecords() throws IOException {
        SampleFile sample = SampleFile.make(folder.resolve("one.csv"), 300_000, SampleFile.SEED);

        assertThat(sample.bytes()).isBetween(300_000L, 301_000L).isEqualTo(Files.size(sample.file()));
        assertThat(records(sample)).hasSize((int) sample.records());
    }

    @Test
    void holdsWhatMakesCsvHard() throws IOException {
        List<String> notes = records(SampleFile.make(folder.resolve("one.csv"), 500_000, SampleFile.SEED)).stream()
                .map(record -> record.get(SampleColumn.NOTE.index()))
                .toList();

        assertThat(notes).contains((String) null).contains("");
        List<String> texts = notes.stream().filter(note -> note != null).toList();
        assertThat(texts)
                .anyMatch(note -> note.contains("\""))
                .anyMatch(note -> note.contains(","))
                .anyMatch(note -> note.contains("\n"))
                .anyMatch(note -> note.codePoints()
                        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL));
    }

    @Test
    void quotesEveryValueThatIsNotNull() throws IOException {
        SampleFile sample = SampleFile.make(folder.resolve("one.csv"), 100_000, SampleFile.SEED);

        // Quotes may contain anything; outside of them there are only commas and line ends.
        String outside = Files.readString(sample.file()).replaceAll("\"(?:[^\"]|\"\")*\"", "");

        assertThat(outside).matches("[,\n]+");
        assertThat(outside.chars().filter(c -> c == '\n')).hasSize((int) sample.records() + 1);
    }

    private static List<CSVRecord> records(SampleFile sample) throws IOException {
        try (Reader in = Files.newBufferedReader(sample.file());
                var parser = FORMAT.parse(in)) {
            return new ArrayList<>(parser.getRecords());
        }
    }
}
