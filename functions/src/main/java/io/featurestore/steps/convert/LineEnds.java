package io.featurestore.steps.convert;

import io.featurestore.records.bytes.Words;

/// Counts line ends by the parity of the quotes before them, eight bytes at a time. A record ends at a line end
/// after an even number of quotes.
final class LineEnds {
    private static final long QUOTES = Words.repeat('"');
    private static final long LINE_ENDS = Words.repeat('\n');

    private final long[] counts = new long[2];
    private int parity;

    /// Returns the number of line ends after an even number of quotes.
    long even() {
        return counts[0];
    }

    /// Returns the number of line ends after an odd number of quotes.
    long odd() {
        return counts[1];
    }

    /// Returns whether the number of quotes so far is odd.
    boolean oddQuotes() {
        return parity == 1;
    }

    /// Continues the count in `[from, to)`.
    void count(byte[] bytes, int from, int to) {
        int at = from;
        int odd = parity;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long word = Words.get(bytes, at);
            long quotes = Words.equal(word, QUOTES);
            if (Words.firstEqual(word, LINE_ENDS) != 0) {
                lineEnds(Words.equal(word, LINE_ENDS), quotes, odd);
            }
            odd ^= Long.bitCount(quotes) & 1;
        }
        for (; at < to; at++) {
            counts[odd] += bytes[at] == '\n' ? 1 : 0;
            odd ^= bytes[at] == '"' ? 1 : 0;
        }
        parity = odd;
    }

    private void lineEnds(long marks, long quotes, int odd) {
        for (long left = marks; left != 0; left &= left - 1) {
            long before = Long.lowestOneBit(left) - 1;
            counts[odd ^ Long.bitCount(quotes & before) & 1]++;
        }
    }

    /// Continues the count up to the first line end after an even number of quotes. Returns the index after it,
    /// or `to` if there is none.
    int countRecord(byte[] bytes, int from, int to) {
        long before = counts[0];
        int at = from;
        while (at < to && counts[0] == before) {
            count(bytes, at, at + 1);
            at++;
        }
        return at;
    }
}
