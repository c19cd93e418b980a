package io.featurestore.steps.convert;

import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

import io.featurestore.failure.ExportFailure;
import io.featurestore.records.checks.Duplicates;
import io.featurestore.store.objects.ObjectStore;

/**
 * Finds identifiers that come twice among the runs of all chunks. Buckets are looked at a slice at a time, as many as
 * memory holds, so memory is bounded up to {@value #MOST_KEYS} identifiers; more are refused.
 */
public final class UniqueKeys {
    static final long MOST_KEYS = 1_000_000_000;
    /** Keys of a slice; the most bytes its table takes are 24 · 4 for each. */
    private static final long SLICE = 2_000_000;

    /** A run and the number in the output of its chunk's first record. */
    private record Numbered(KeyRuns.Run run, long from) {}

    private final ObjectStore store;
    private final List<Numbered> runs = new ArrayList<>();
    private long keys;

    /** Reads runs from a store. */
    public UniqueKeys(ObjectStore store) {
        this.store = store;
    }

    /** Adds what {@link KeyRuns#write} wrote of a chunk whose first record has the number {@code from}. */
    public void add(DataInput in, long from) throws IOException {
        for (KeyRuns.Run run : KeyRuns.read(in)) {
            runs.add(new Numbered(run, from));
            keys += run.keys();
        }
    }

    /** Returns the records whose identifier an earlier one has. */
    public Duplicates duplicates() {
        if (keys > MOST_KEYS) {
            throw new ExportFailure.InvalidRequest(
                    "unique is checked of at most " + MOST_KEYS + " records, and there are "
                            + keys + "; leave it out, or export in parts.");
        }
        Duplicates duplicates = new Duplicates();
        int slices = Math.clamp(Math.ceilDiv(keys, SLICE), 1, KeyRuns.BUCKETS);
        for (int slice = 0; slice < slices; slice++) {
            slice(KeyRuns.BUCKETS * slice / slices, KeyRuns.BUCKETS * (slice + 1) / slices, duplicates);
        }
        return duplicates;
    }

    private void slice(int firstBucket, int endBucket, Duplicates duplicates) {
        long count = 0;
        for (Numbered numbered : runs) {
            count += end(numbered, endBucket) - end(numbered, firstBucket);
        }
        Table table = new Table(count, duplicates);
        for (Numbered numbered : runs) {
            long from = end(numbered, firstBucket);
            long to = end(numbered, endBucket);
            if (to > from) {
                LongBuffer longs = read(numbered.run(), from, to);
                while (longs.hasRemaining()) {
                    table.add(longs.get(), longs.get(), longs.get() + numbered.from());
                }
            }
        }
    }

    private static long end(Numbered numbered, int bucket) {
        return bucket == 0 ? 0 : numbered.run().ends()[bucket - 1];
    }

    private LongBuffer read(KeyRuns.Run run, long from, long to) {
        long bytes = (long) KeyRuns.LONGS * Long.BYTES;
        try (InputStream in = store.open(run.object(), from * bytes, to * bytes)) {
            return ByteBuffer.wrap(in.readAllBytes()).asLongBuffer();
        } catch (IOException e) {
            throw new ExportFailure.Transient(run.object().uri() + " came cut off: " + e.getMessage(), e);
        }
    }

    /** Hashes with the number of the first record that has each. */
    private static final class Table {
        private final Duplicates duplicates;
        private final long[] highs;
        private final long[] lows;
        /** From 1; 0 is a free place. */
        private final long[] records;

        Table(long keys, Duplicates duplicates) {
            int size = Integer.highestOneBit(Math.toIntExact(Math.max(1, keys))) << 2;
            this.duplicates = duplicates;
            highs = new long[size];
            lows = new long[size];
            records = new long[size];
        }

        void add(long high, long low, long record) {
            int slot = (int) low & (records.length - 1);
            while (records[slot] != 0) {
                if (highs[slot] == high && lows[slot] == low) {
                    duplicates.add(Math.max(records[slot], record));
                    records[slot] = Math.min(records[slot], record);
                    return;
                }
                slot = slot + 1 & (records.length - 1);
            }
            highs[slot] = high;
            lows[slot] = low;
            records[slot] = record;
        }
    }
}
