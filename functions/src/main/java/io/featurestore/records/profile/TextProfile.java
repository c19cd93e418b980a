package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Profiles a column of text: its lengths in characters (Unicode code points), and its smallest and largest value
/// in the order of their bytes, which is the order of code points.
final class TextProfile {
    private static final int CONTINUATION = 0x80;

    private long count;
    private long characters;
    private long shortest = Long.MAX_VALUE;
    private long longest = -1;
    private byte[] min = new byte[0];
    private byte[] max = new byte[0];
    private long minLength;
    private long maxLength;

    void add(byte[] bytes, int start, int length) {
        long continued = 0;
        for (int at = start; at < start + length; at++) {
            continued += (bytes[at] & 0xc0) == CONTINUATION ? 1 : 0;
        }
        long read = length - continued;
        characters += read;
        shortest = Math.min(shortest, read);
        longest = Math.max(longest, read);
        count++;
        bounds(bytes, start, Math.min(length, FrequentValues.SHOWN), length);
    }

    /// Updates the smallest and largest value by their first bytes only: the first bytes of the smallest value
    /// are the smallest first bytes.
    private void bounds(byte[] bytes, int start, int kept, long length) {
        if (count == 1 || Arrays.compareUnsigned(bytes, start, start + kept, min, 0, min.length) < 0) {
            min = Arrays.copyOfRange(bytes, start, start + kept);
            minLength = length;
        }
        if (count == 1 || Arrays.compareUnsigned(bytes, start, start + kept, max, 0, max.length) > 0) {
            max = Arrays.copyOfRange(bytes, start, start + kept);
            maxLength = length;
        }
    }

    void merge(TextProfile other) {
        if (other.count == 0) {
            return;
        }
        if (count == 0 || Arrays.compareUnsigned(other.min, min) < 0) {
            min = other.min;
            minLength = other.minLength;
        }
        if (count == 0 || Arrays.compareUnsigned(other.max, max) > 0) {
            max = other.max;
            maxLength = other.maxLength;
        }
        count += other.count;
        characters += other.characters;
        shortest = Math.min(shortest, other.shortest);
        longest = Math.max(longest, other.longest);
    }

    ColumnStatistics.Texts statistics() {
        return new ColumnStatistics.Texts(
                TruncatedText.of(min, minLength),
                TruncatedText.of(max, maxLength),
                count == 0 ? 0 : shortest,
                Math.max(0, longest),
                count == 0 ? 0 : (double) characters / count);
    }

    void write(DataOutput out) throws IOException {
        for (long number : new long[] {count, characters, shortest, longest, minLength, maxLength}) {
            out.writeLong(number);
        }
        out.writeByte(min.length);
        out.write(min);
        out.writeByte(max.length);
        out.write(max);
    }

    static TextProfile read(DataInput in) throws IOException {
        TextProfile texts = new TextProfile();
        texts.count = in.readLong();
        texts.characters = in.readLong();
        texts.shortest = in.readLong();
        texts.longest = in.readLong();
        texts.minLength = in.readLong();
        texts.maxLength = in.readLong();
        texts.min = new byte[in.readUnsignedByte()];
        in.readFully(texts.min);
        texts.max = new byte[in.readUnsignedByte()];
        in.readFully(texts.max);
        return texts;
    }
}
