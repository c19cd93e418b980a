package io.featurestore.records.checks;

import java.util.List;
import java.util.TreeSet;

/** The records whose value an earlier one has. */
public final class Duplicates {
    private final TreeSet<Long> first = new TreeSet<>();
    private long count;

    public void add(long record) {
        count++;
        first.add(record);
        if (first.size() > ViolationCount.SHOWN) {
            first.pollLast();
        }
    }

    /** Returns how many there are. */
    public long count() {
        return count;
    }

    /** Returns the numbers of the first. */
    public List<Long> first() {
        return List.copyOf(first);
    }
}
