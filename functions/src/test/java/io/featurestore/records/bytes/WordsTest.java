package io.featurestore.records.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Compares each search with one that looks at each byte.
class WordsTest {
    private static int first(byte[] eight, IntPredicate meant) {
        int at = 0;
        while (at < 8 && !meant.test(eight[at] & 0xff)) {
            at++;
        }
        return at;
    }

    @Property(tries = 5_000)
    void findsTheFirstByteThatIsMeant(@ForAll("eightBytes") byte[] eight) {
        long word = Words.get(eight, 0);
        assertThat(Words.first(Words.firstEqual(word, Words.repeat('"')))).isEqualTo(first(eight, b -> b == '"'));
        assertThat(Words.first(Words.firstBelow(word, ' '))).isEqualTo(first(eight, b -> b < ' '));
        assertThat(Words.first(Words.firstNoDigit(word))).isEqualTo(first(eight, b -> b < '0' || b > '9'));
    }

    @Property(tries = 5_000)
    void marksEveryByteThatIsEqualAndNoOther(@ForAll("eightBytes") byte[] eight) {
        long marks = Words.equal(Words.get(eight, 0), Words.repeat('"'));
        for (int i = 0; i < 8; i++) {
            assertThat(marks >>> (8 * i) & 0xff).isEqualTo(eight[i] == '"' ? 0x80 : 0);
        }
    }

    @Property
    void copiesJustTheBytesAskedFor(@ForAll @IntRange(max = 80) int length, @ForAll @IntRange(max = 20) int start) {
        byte[] from = new byte[start + length];
        for (int i = 0; i < from.length; i++) {
            from[i] = (byte) (i + 1);
        }
        byte[] to = new byte[length + 2];
        Words.copy(from, start, to, 1, length);
        assertThat(Arrays.copyOfRange(to, 1, 1 + length)).isEqualTo(Arrays.copyOfRange(from, start, start + length));
        assertThat(to[0]).isZero();
        assertThat(to[length + 1]).isZero();
    }

    @Provide
    Arbitrary<byte[]> eightBytes() {
        return Arbitraries.of(
                        '"', '!', '#', '0', '9', '/', ':', ' ', '\u001f', '\u0000', '\u0080', '\u00a2', '\u00b0',
                        '\u00b9', '\u00ff', 'a')
                .map(c -> (byte) (char) c)
                .array(byte[].class)
                .ofSize(8);
    }
}
