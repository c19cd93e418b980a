package io.featurestore.steps.convert;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.Transient;
import io.featurestore.records.checks.Duplicates;
import io.featurestore.store.objects.ObjectStore;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/// Finds duplicate identifiers among the runs of all chunks. Buckets are processed in slices that fit in memory,
/// so memory is bounded for up to {@value #MAX_KEYS} identifiers. More identifiers are refused.
public final class UniqueKeys {
    static final long MAX_KEYS = 1_000_000_000;
    /// The number of keys per slice. The table of a slice takes at most 24 · 4 bytes per key.
    private static final long SLICE = 2_000_000;

    /// Holds a run and the number of its chunk's first record in the output.
    private record NumberedRun(KeyRuns.Run run, long from) {}

    private final ObjectStore store;
    private final List<NumberedRun> runs = new ArrayList<>();
    private long keys;

    /// Creates a check that reads runs from the given store.
    public UniqueKeys(ObjectStore store) {
        this.store = store;
    }

    /// Adds the output of [KeyRuns#write] for a chunk whose first record has the number `from`.
    public void add(DataInput in, long from) throws IOException {
        for (KeyRuns.Run run : KeyRuns.read(in)) {
            runs.add(new NumberedRun(run, from));
            keys += run.keys();
        }
    }

    /// Returns the records whose identifier an earlier record has.
    public Duplicates duplicates() {
        if (keys > MAX_KEYS) {
            throw new InvalidRequest("unique is checked of at most " + MAX_KEYS + " records, and there are " + keys
                    + "; leave it out, or export in parts.");
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
        for (NumberedRun numbered : runs) {
            count += end(numbered, endBucket) - end(numbered, firstBucket);
        }
        Table table = new Table(count, duplicates);
        for (NumberedRun numbered : runs) {
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

    private static long end(NumberedRun numbered, int bucket) {
        return bucket == 0 ? 0 : numbered.run().ends()[bucket - 1];
    }

    private LongBuffer read(KeyRuns.Run run, long from, long to) {
        long bytes = (long) KeyRuns.LONGS * Long.BYTES;
        try (InputStream in = store.open(run.object(), from * bytes, to * bytes)) {
            return ByteBuffer.wrap(in.readAllBytes()).asLongBuffer();
        } catch (IOException e) {
            throw new Transient(run.object().uri() + " was truncated: " + e.getMessage(), e);
        }
    }

    /// A hash table from key hashes to the number of the first record with that key.
    private static final class Table {
        private final Duplicates duplicates;
        private final long[] highs;
        private final long[] lows;
        /// Record numbers, from 1; 0 marks a free slot.
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
