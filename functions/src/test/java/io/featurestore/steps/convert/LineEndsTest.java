package io.featurestore.steps.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Compares with a byte by byte count.
class LineEndsTest {
    @Property(tries = 2_000)
    void countsAsOneByteAfterAnotherDoes(@ForAll("texts") String text, @ForAll @IntRange(max = 100) int cut) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        long[] expected = new long[2];
        int odd = 0;
        for (byte b : bytes) {
            expected[odd] += b == '\n' ? 1 : 0;
            odd ^= b == '"' ? 1 : 0;
        }

        LineEnds ends = new LineEnds();
        ends.count(bytes, 0, Math.min(cut, bytes.length));
        ends.count(bytes, Math.min(cut, bytes.length), bytes.length);

        assertThat(ends.even()).isEqualTo(expected[0]);
        assertThat(ends.odd()).isEqualTo(expected[1]);
        assertThat(ends.oddQuotes()).isEqualTo(odd == 1);
    }

    @Test
    void stopsAfterTheRecordsEnd() {
        byte[] bytes = "\"a\nb\",\"c\"\nd\n".getBytes(StandardCharsets.UTF_8);
        LineEnds ends = new LineEnds();

        assertThat(ends.countRecord(bytes, 0, bytes.length)).isEqualTo(10);
        assertThat(ends.countRecord(bytes, 10, bytes.length)).isEqualTo(12);
        assertThat(ends.countRecord(bytes, 12, bytes.length)).isEqualTo(12);
        assertThat(ends.even()).isEqualTo(2);
        assertThat(ends.odd()).isEqualTo(1);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('"', '\n', ',', 'a', '\u008a', '\u00a2', '\u00ff')
                .ofMaxLength(100);
    }
}
