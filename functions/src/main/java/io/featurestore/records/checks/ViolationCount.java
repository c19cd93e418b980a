package io.featurestore.records.checks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How many records break an expectation, and the first of them. Records come in their order. */
final class ViolationCount {
    static final int SHOWN = 10;

    private final List<Long> first = new ArrayList<>();
    private long count;

    void add(long record) {
        count++;
        if (first.size() < SHOWN) {
            first.add(record);
        }
    }

    long count() {
        return count;
    }

    List<Long> first() {
        return first;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeByte(first.size());
        for (long record : first) {
            out.writeLong(record);
        }
    }

    /** Adds what was written of the records that follow; the first of them has the number {@code from}. */
    void merge(DataInput in, long from) throws IOException {
        count += in.readLong();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            long record = from + in.readLong();
            if (first.size() < SHOWN) {
                first.add(record);
            }
        }
    }
}
