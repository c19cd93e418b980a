package io.featurestore.records.checks;

import java.util.List;
import java.util.TreeSet;

/// Counts the records whose value an earlier record has, and keeps the numbers of the first ones.
public final class Duplicates {
    private final TreeSet<Long> first = new TreeSet<>();
    private long count;

    /// Adds a record by its number. Records may be added in any order.
    public void add(long record) {
        count++;
        first.add(record);
        if (first.size() > ViolationCount.SHOWN) {
            first.pollLast();
        }
    }

    /// Returns the number of duplicate records.
    public long count() {
        return count;
    }

    /// Returns the numbers of the first duplicate records, ascending, at most {@value ViolationCount#SHOWN}.
    public List<Long> first() {
        return List.copyOf(first);
    }
}
