package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts frequent values in a table of limited size (Misra-Gries with median purges). When the table overflows,
/// the median count is subtracted from every count, and values without a count left are removed: "A
/// High-Performance Algorithm for Identifying Frequent Items in Data Streams", Anderson et al. 2017. DataSketches
/// implements it for objects; here values stay bytes, so that no object is created per value.
///
/// After that, a count is too low by at most [#error], and a value that is not more frequent than that may be
/// missing. Everything is exact as long as there are no more distinct values than the table holds. Values are
/// distinguished by a 64-bit hash.
final class FrequentValues {
    /// Number of bytes that are kept of a value.
    static final int SHOWN = 64;
    private static final int SAMPLE = 64;

    private final int slots;
    private long[] hashes;
    private long[] counts;
    private int[] lengths;
    private byte[] texts;
    private int size;
    private long error;
    private @Nullable FrequentValues spare;

    /// A value and its count.
    ///
    /// @param hash the hash of the value
    /// @param text the first bytes of the value
    /// @param length the length of the whole value in bytes
    /// @param count number of occurrences
    record Item(long hash, byte[] text, int length, long count) {}

    /// Creates an empty table, which holds values in up to three quarters of its slots.
    ///
    /// @param slots number of slots, a power of two
    FrequentValues(int slots) {
        this.slots = slots;
        hashes = new long[slots];
        counts = new long[slots];
        lengths = new int[slots];
        texts = new byte[slots * SHOWN];
    }

    /// Counts one occurrence of a value.
    void add(long hash, byte[] bytes, int start, int length) {
        add(hash, bytes, start, length, 1);
    }

    private void add(long hash, byte[] bytes, int start, int length, long count) {
        int slot = (int) hash & (slots - 1);
        while (counts[slot] != 0) {
            if (hashes[slot] == hash) {
                counts[slot] += count;
                return;
            }
            slot = slot + 1 & (slots - 1);
        }
        hashes[slot] = hash;
        counts[slot] = count;
        lengths[slot] = length;
        System.arraycopy(bytes, start, texts, slot * SHOWN, Math.min(length, SHOWN));
        if (++size > slots / 4 * 3) {
            purge();
        }
    }

    private void purge() {
        long[] sample = new long[SAMPLE];
        int taken = 0;
        for (int slot = 0; taken < SAMPLE; slot++) {
            if (counts[slot] != 0) {
                sample[taken++] = counts[slot];
            }
        }
        Arrays.sort(sample);
        long median = sample[SAMPLE / 2];
        FrequentValues kept = spare == null ? new FrequentValues(slots) : spare;
        for (int slot = 0; slot < slots; slot++) {
            if (counts[slot] > median) {
                kept.add(hashes[slot], texts, slot * SHOWN, lengths[slot], counts[slot] - median);
            }
        }
        spare = kept;
        swap(kept);
        error += median;
    }

    /// Exchanges the tables and empties the other one. Both are kept, as a purge happens once in a few hundred
    /// new values.
    private void swap(FrequentValues other) {
        long[] otherHashes = other.hashes;
        long[] otherCounts = other.counts;
        int[] otherLengths = other.lengths;
        byte[] otherTexts = other.texts;
        size = other.size;
        other.hashes = hashes;
        other.counts = counts;
        other.lengths = lengths;
        other.texts = texts;
        other.size = 0;
        Arrays.fill(counts, 0);
        hashes = otherHashes;
        counts = otherCounts;
        lengths = otherLengths;
        texts = otherTexts;
    }

    void merge(FrequentValues other) {
        for (int slot = 0; slot < other.slots; slot++) {
            if (other.counts[slot] != 0) {
                add(other.hashes[slot], other.texts, slot * SHOWN, other.lengths[slot], other.counts[slot]);
            }
        }
        error += other.error;
    }

    /// Returns the largest amount by which a count may be too low; 0 if all counts are exact.
    long error() {
        return error;
    }

    /// Returns the number of values in the table.
    int size() {
        return size;
    }

    /// Returns the most frequent values, but only those that are certainly more frequent than every missing
    /// value.
    List<Item> top(int most) {
        return items().stream()
                .filter(item -> item.count() > error)
                .sorted(Comparator.comparingLong(Item::count)
                        .reversed()
                        .thenComparing(Item::text, Arrays::compareUnsigned)
                        .thenComparingLong(Item::hash))
                .limit(most)
                .toList();
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            if (counts[slot] != 0) {
                int from = slot * SHOWN;
                items.add(new Item(
                        hashes[slot],
                        Arrays.copyOfRange(texts, from, from + Math.min(SHOWN, lengths[slot])),
                        lengths[slot],
                        counts[slot]));
            }
        }
        return items;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(error);
        out.writeInt(size);
        for (int slot = 0; slot < slots; slot++) {
            if (counts[slot] != 0) {
                out.writeLong(hashes[slot]);
                out.writeLong(counts[slot]);
                out.writeInt(lengths[slot]);
                out.write(texts, slot * SHOWN, Math.min(SHOWN, lengths[slot]));
            }
        }
    }

    static FrequentValues read(int slots, DataInput in) throws IOException {
        FrequentValues values = new FrequentValues(slots);
        values.error = in.readLong();
        byte[] text = new byte[SHOWN];
        for (int left = in.readInt(); left > 0; left--) {
            long hash = in.readLong();
            long count = in.readLong();
            int length = in.readInt();
            in.readFully(text, 0, Math.min(SHOWN, length));
            values.add(hash, text, 0, length, count);
        }
        return values;
    }
}
