package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The most frequent values in a bounded table. Where it overflows, the median count is taken off every value, and those
 * that have none left go: "A High-Performance Algorithm for Identifying Frequent Items in Data Streams", Anderson et al.
 * 2017, which DataSketches implements for objects; here values stay bytes, so that none is made to an object.
 * A count is then low by at most {@link #error}, and values that are counted may be missing if they are no more frequent than
 * that. As long as no more different values come than the table takes, everything is exact. Values are told apart by
 * a 64-bit hash.
 */
final class FrequentValues {
    /** Bytes kept of a value. */
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

    /** A value and its count: the bytes that are kept, and the length of the whole. */
    record Item(long hash, byte[] text, int length, long count) {}

    /** Takes up to three quarters of {@code slots} values, a power of two. */
    FrequentValues(int slots) {
        this.slots = slots;
        hashes = new long[slots];
        counts = new long[slots];
        lengths = new int[slots];
        texts = new byte[slots * SHOWN];
    }

    /** Counts a value. */
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

    /** Takes the other's table, and leaves it this one, empty: a purge comes every few hundred new values. */
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

    /** Returns by how much a count may be too low; 0 where all is exact. */
    long error() {
        return error;
    }

    /** Returns how many values the table holds. */
    int size() {
        return size;
    }

    /** Returns the most frequent values that are certainly more frequent than any that is missing. */
    List<Item> top(int most) {
        return items().stream()
                .filter(item -> item.count() > error)
                .sorted(Comparator.comparingLong(Item::count).reversed()
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
                items.add(new Item(hashes[slot], Arrays.copyOfRange(texts, from, from + Math.min(SHOWN,
                        lengths[slot])), lengths[slot], counts[slot]));
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
