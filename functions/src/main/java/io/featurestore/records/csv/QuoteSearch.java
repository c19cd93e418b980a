package io.featurestore.records.csv;

import io.featurestore.records.bytes.Words;

/// Finds and counts quotation marks, eight bytes at a time.
public final class QuoteSearch {
    private static final long QUOTES = Words.repeat('"');

    private QuoteSearch() {}

    /// Returns the index of the first quotation mark in `[from, to)`, or `to` if there is none.
    static int quote(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long marks = Words.firstEqual(Words.get(bytes, at), QUOTES);
            if (marks != 0) {
                return at + Words.first(marks);
            }
        }
        while (at < to && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    /// Returns the number of quotation marks in `[from, to)`.
    public static int countQuotes(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            count += Long.bitCount(Words.equal(Words.get(bytes, at), QUOTES));
        }
        for (; at < to; at++) {
            count += bytes[at] == '"' ? 1 : 0;
        }
        return count;
    }
}
