package io.featurestore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Fields;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.MalformedRecordException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/// Checks on random bytes that the reader returns what Apache Commons CSV returns, or refuses the input. A
/// failure names its seed.
class CsvFuzzTest {
    private static final List<String> WORDS = List.of(
            "\"",
            "\"\"",
            ",",
            "\n",
            "\r",
            "\r\n",
            "\",\"",
            "\"\n\"",
            "\n\n",
            "a",
            "é",
            "\u0000",
            "\ufeff",
            ",,",
            "\"\"\"",
            "x".repeat(300));
    private static final List<String> SAMPLES = List.of(
            "",
            "\"a\",\"b\"\n",
            "1,2,3\n,,\n\"\",,\"x\"\n",
            "\"a\"\"b\",\"c\nd\"\n\"e\",\"f\"",
            "\n\n\n",
            "\"x\"\n\n\"y\"\n",
            "\"" + "long \"\"quoted\"\"\n".repeat(50) + "\",z\n",
            "a,b\nc,d\ne,f\n".repeat(30));
    private static final CSVFormat ATHENA = CSVFormat.DEFAULT
            .builder()
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .setNullString("")
            .setRecordSeparator('\n')
            .setIgnoreEmptyLines(false)
            .setTrailingData(false)
            .setLenientEof(false)
            .get();

    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void readsWhatCommonsCsvReads(@ForAll long seed) throws IOException {
        Mutator mutator = new Mutator(seed);
        byte[] csv = mutator.bytes(mutator.one(SAMPLES).getBytes(StandardCharsets.UTF_8), WORDS);
        int columns = 1 + mutator.below(3);
        List<List<@Nullable String>> ours = new ArrayList<>();
        try {
            read(csv, columns, mutator, ours);
        } catch (MalformedRecordException e) {
            Statistics.collect("refused");
            assertThat(e.reason()).isNotEmpty();
            return;
        }
        Statistics.collect("read");
        Statistics.coverage(all -> all.check("read").percentage(share -> share > 4));
        assertThat(ours).isEqualTo(commons(csv));
    }

    private static void read(byte[] csv, int columns, Mutator mutator, List<List<@Nullable String>> rows)
            throws IOException {
        CsvRecordReader reader = new CsvRecordReader(new ByteWindow(new Stuttering(csv, mutator), 0), columns);
        Fields record = new Fields(columns);
        while (reader.next(record)) {
            @Nullable String[] row = new String[columns];
            for (int i = 0; i < columns; i++) {
                row[i] = record.isNull(i)
                        ? null
                        : new String(record.bytes(), record.start(i), record.length(i), StandardCharsets.ISO_8859_1);
            }
            rows.add(Arrays.asList(row));
        }
        assertThat(reader.offset()).isEqualTo(csv.length);
    }

    private static List<List<@Nullable String>> commons(byte[] csv) throws IOException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (var parser = ATHENA.parse(new StringReader(new String(csv, StandardCharsets.ISO_8859_1)))) {
            for (CSVRecord record : parser) {
                rows.add(Arrays.asList(record.values()));
            }
        }
        return rows;
    }

    /// Returns a few bytes per read.
    private static final class Stuttering extends InputStream {
        private final InputStream in;
        private final Mutator mutator;

        Stuttering(byte[] bytes, Mutator mutator) {
            in = new ByteArrayInputStream(bytes);
            this.mutator = mutator;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(length, 1 + mutator.below(16)));
        }
    }
}
