package io.featurestore.steps.convert;

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

import io.featurestore.records.Fields;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * The identifiers of a chunk for the check of uniqueness: of each the first 128 bits of its SHA-256, and its record's
 * number in the chunk. They are gathered in {@value #BUCKETS} buckets by their first byte, and written to S3 whenever
 * there are {@value #HELD} of them. Different identifiers are taken for one with a probability of n² / 2¹²⁹: for ten
 * thousand million of them, less than 10⁻¹⁸.
 */
public final class KeyRuns {
    static final int BUCKETS = 256;
    /** Longs a key takes: hash, hash, record. */
    static final int LONGS = 3;
    private static final int HELD = 1 << 20;
    private static final int FIRST_ROOM = 16;

    /**
     * A run on S3.
     *
     * @param object where it lies
     * @param ends of each bucket, the key after its last
     */
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

    /** Gathers a column's values; runs are written to {@code prefix} and a number. */
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
            buckets[i] = new long[FIRST_ROOM * LONGS];
        }
        Arrays.fill(sizes, 0);
        held = 0;
    }

    /** Adds the value of a record; NULL is no value, and breaks nothing. */
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
        if (++held == HELD) {
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
        runs.add(new Run(store.put(prefix.append(Integer.toString(runs.size())), bytes, "application/octet-stream", Map
                .of(), IfExists.REPLACE), ends));
        clear();
    }

    /** Writes what is left to S3, and where the runs lie to {@code out}. */
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
