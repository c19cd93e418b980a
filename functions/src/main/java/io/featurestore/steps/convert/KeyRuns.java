package io.featurestore.steps.convert;

import io.featurestore.records.Fields;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Collects the identifiers of a chunk for the check of uniqueness: the first 128 bits of the SHA-256 of each
/// identifier, and the number of its record in the chunk. The hashes are sorted into {@value #BUCKETS} buckets by
/// their first byte, and written to S3 as a run whenever there are {@value #KEYS_IN_MEMORY} of them. The
/// probability that n identifiers have any collision is n² / 2¹²⁹: for 10¹⁰ identifiers, less than 10⁻¹⁸.
public final class KeyRuns {
    static final int BUCKETS = 256;
    /// The number of longs per key: two of the hash, and the record.
    static final int LONGS = 3;
    private static final int KEYS_IN_MEMORY = 1 << 20;
    private static final int INITIAL_KEYS = 16;

    /// Refers to a run on S3.
    ///
    /// @param object the object that holds it
    /// @param ends for each bucket, the index after its last key
    record Run(ObjectRef object, int[] ends) {
        long keys() {
            return ends[BUCKETS - 1];
        }
    }

    private final ObjectStore store;
    private final S3Uri prefix;
    private final int column;
    private final MessageDigest sha256 = sha256();
    private final long[][] buckets = new long[BUCKETS][];
    private final int[] sizes = new int[BUCKETS];
    private final List<Run> runs = new ArrayList<>();
    private int held;

    /// Creates a collector of a column's values. The key of a run is `prefix` followed by a number.
    public KeyRuns(ObjectStore store, S3Uri prefix, int column) {
        this.store = store;
        this.prefix = prefix;
        this.column = column;
        clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void clear() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new long[INITIAL_KEYS * LONGS];
        }
        Arrays.fill(sizes, 0);
        held = 0;
    }

    /// Adds the value of a record. NULL is ignored, because it does not violate uniqueness.
    public void add(Fields fields, long record) {
        if (fields.isNull(column)) {
            return;
        }
        sha256.update(fields.bytes(), fields.start(column), fields.length(column));
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        int bucket = hash.get(0) & 0xff;
        int at = sizes[bucket] * LONGS;
        if (at == buckets[bucket].length) {
            buckets[bucket] = Arrays.copyOf(buckets[bucket], at * 2);
        }
        buckets[bucket][at] = hash.getLong();
        buckets[bucket][at + 1] = hash.getLong();
        buckets[bucket][at + 2] = record;
        sizes[bucket]++;
        if (++held == KEYS_IN_MEMORY) {
            spill();
        }
    }

    private void spill() {
        byte[] bytes = new byte[held * LONGS * Long.BYTES];
        LongBuffer to = ByteBuffer.wrap(bytes).asLongBuffer();
        int[] ends = new int[BUCKETS];
        int end = 0;
        for (int i = 0; i < BUCKETS; i++) {
            to.put(buckets[i], 0, sizes[i] * LONGS);
            end += sizes[i];
            ends[i] = end;
        }
        runs.add(new Run(
                store.put(
                        prefix.append(Integer.toString(runs.size())),
                        bytes,
                        "application/octet-stream",
                        Map.of(),
                        IfExists.REPLACE),
                ends));
        clear();
    }

    /// Writes the last run to S3, and the references of all runs to `out`.
    public void write(DataOutput out) throws IOException {
        if (held > 0) {
            spill();
        }
        out.writeInt(runs.size());
        for (Run run : runs) {
            out.writeUTF(run.object().uri().toString());
            out.writeUTF(run.object().etag());
            out.writeLong(run.object().size());
            for (int end : run.ends()) {
                out.writeInt(end);
            }
        }
    }

    static List<Run> read(DataInput in) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ObjectRef object = new ObjectRef(S3Uri.parse(in.readUTF()), in.readUTF(), in.readLong());
            int[] ends = new int[BUCKETS];
            for (int i = 0; i < BUCKETS; i++) {
                ends[i] = in.readInt();
            }
            runs.add(new Run(object, ends));
        }
        return runs;
    }
}
