package io.featurestore.records.checks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Counts the records that violate an expectation, and keeps the numbers of the first ones. Records must be added
/// in order.
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

    /// Adds a count that [#write] wrote of the records that follow. The first of these records has the number
    /// `from`.
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
