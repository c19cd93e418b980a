package io.featurestore.records.csv;

import io.featurestore.records.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads Athena's CSV record by record. A value is either quoted, with `""` for a quotation mark, or bare,
/// without quotation marks, commas and line ends. Nothing between the commas is NULL, and `""` is the empty
/// string. `\n` ends a record and may be missing after the last one. Anything else throws a
/// [MalformedRecordException].
public final class CsvRecordReader {
    private static final int EXCERPT = 60;
    private static final int UNFINISHED = -1;

    private final ByteWindow window;
    private int[] starts;
    private int[] ends;
    private boolean[] escaped;
    private int count;

    /// Creates a reader at the position of a window, where a record must begin.
    ///
    /// @param columns the expected number of values per record
    public CsvRecordReader(ByteWindow window, int columns) {
        this.window = window;
        starts = new int[columns];
        ends = new int[columns];
        escaped = new boolean[columns];
    }

    /// Returns the offset in the stream at which the next record begins.
    public long offset() {
        return window.offset(window.position());
    }

    /// Reads the next record.
    ///
    /// @param record receives the values; its size is the expected number of values
    /// @return whether there was another record
    public boolean next(Fields record) throws IOException {
        int end = advance();
        if (end < 0) {
            return false;
        }
        if (count != record.count()) {
            throw malformed("has " + count + " values where the header has " + record.count());
        }
        // Unescaping changes the bytes, so the window must pass them before.
        window.advance(end);
        byte[] bytes = window.bytes();
        record.buffer(bytes);
        for (int i = 0; i < count; i++) {
            if (starts[i] < 0) {
                record.setNull(i);
            } else {
                int length = escaped[i] ? unescape(bytes, starts[i], ends[i]) : ends[i] - starts[i];
                record.set(i, starts[i], length);
            }
        }
        return true;
    }

    /// Reads the next record as texts, with any number of values. NULL becomes the empty string. Returns an empty
    /// list at the end of the stream.
    public List<String> texts() throws IOException {
        int end = advance();
        List<String> texts = new ArrayList<>();
        for (int i = 0; end >= 0 && i < count; i++) {
            if (starts[i] < 0) {
                texts.add("");
            } else {
                int length = escaped[i] ? unescape(window.bytes(), starts[i], ends[i]) : ends[i] - starts[i];
                texts.add(new String(window.bytes(), starts[i], length, StandardCharsets.UTF_8));
            }
        }
        if (end >= 0) {
            window.advance(end);
        }
        return texts;
    }

    /// Finds the bounds of the next record's values. Returns the index after the record, or −1 if there is no
    /// record.
    private int advance() throws IOException {
        while (window.position() == window.limit()) {
            if (!window.more()) {
                return -1;
            }
        }
        int end = parse();
        while (end == UNFINISHED) {
            window.more();
            end = parse();
        }
        return end;
    }

    /// Returns the index after the record at the position of the window, or [#UNFINISHED] if more bytes are
    /// needed.
    private int parse() {
        byte[] bytes = window.bytes();
        int limit = window.limit();
        int at = window.position();
        count = 0;
        while (true) {
            if (at < limit && bytes[at] == '"') {
                int quote = QuoteSearch.quote(bytes, at + 1, limit);
                if (quote + 1 < limit && bytes[quote + 1] == ',') {
                    // Most values end in this way. All others take the slower path below.
                    add(at + 1, quote, false);
                    at = quote + 2;
                    continue;
                }
                at = quoted(bytes, at + 1, quote, limit);
            } else {
                at = bare(bytes, at, limit);
            }
            if (at == UNFINISHED) {
                return UNFINISHED;
            }
            if (at == limit) {
                return window.ended() ? at : UNFINISHED;
            }
            byte next = bytes[at++];
            if (next == '\n') {
                return at;
            }
            if (next != ',') {
                throw malformed("has text after a closing quote");
            }
        }
    }

    /// Reads a quoted value from the first quotation mark after the opening one. Returns the index after the
    /// value.
    private int quoted(byte[] bytes, int start, int firstQuote, int limit) {
        boolean doubled = false;
        int quote = firstQuote;
        while (true) {
            if (quote == limit || (quote + 1 == limit && !window.ended())) {
                if (window.ended()) {
                    throw malformed("has no closing quote");
                }
                return UNFINISHED;
            }
            if (quote + 1 == limit || bytes[quote + 1] != '"') {
                add(start, quote, doubled);
                return quote + 1;
            }
            doubled = true;
            quote = QuoteSearch.quote(bytes, quote + 2, limit);
        }
    }

    private int bare(byte[] bytes, int start, int limit) {
        int at = start;
        while (at < limit && bytes[at] != ',' && bytes[at] != '\n') {
            if (bytes[at] == '"' || bytes[at] == '\r') {
                throw malformed(bytes[at] == '"' ? "has a quote within a bare value" : "has a bare carriage return");
            }
            at++;
        }
        if (at == limit && !window.ended()) {
            return UNFINISHED;
        }
        add(at == start ? -1 : start, at, false);
        return at;
    }

    private void add(int start, int end, boolean doubled) {
        if (count == starts.length) {
            int room = Math.max(16, count * 2);
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
            escaped = Arrays.copyOf(escaped, room);
        }
        starts[count] = start;
        ends[count] = end;
        escaped[count++] = doubled;
    }

    /// Replaces doubled quotation marks by single ones, in place. Returns the new length.
    private static int unescape(byte[] bytes, int start, int end) {
        int to = QuoteSearch.quote(bytes, start, end) + 1;
        int from = to + 1;
        while (from < end) {
            int quote = QuoteSearch.quote(bytes, from, end);
            int length = Math.min(quote + 1, end) - from;
            System.arraycopy(bytes, from, bytes, to, length);
            to += length;
            from = quote + 2;
        }
        return to - start;
    }

    private MalformedRecordException malformed(String reason) {
        int start = window.position();
        int length = Math.min(EXCERPT, window.limit() - start);
        return new MalformedRecordException(new String(window.bytes(), start, length, StandardCharsets.UTF_8), reason);
    }
}
