package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Counts of numbers in bins of one width, at most {@value #BINS}. Bins begin at multiples of their width, and each
 * width is a multiple of the one before, so bins join without a rest: the histogram depends on the numbers alone, not on
 * their order or on how many histograms were merged into it.
 */
final class Histogram {
    static final int BINS = 128;

    /** The widths a histogram can have. */
    enum Widths {
        /** Powers of two: of numbers. Level 0 is width 1. */
        NUMBERS {
            @Override
            double width(int level) {
                return Math.scalb(1.0, level);
            }

            @Override
            int ratio(int level) {
                return 2;
            }

            // A bin's number is below 2⁵³, where every step counts.
            @Override
            int least(double value) {
                return Math.max(LEAST_LEVEL, Math.getExponent(value) - 52);
            }
        },
        /** Seconds, minutes, hours, days, and powers of two of a day: of seconds since the epoch. */
        TIMES {
            @Override
            double width(int level) {
                return level < SECONDS.length
                        ? SECONDS[level]
                        : Math.scalb(SECONDS[SECONDS.length - 1], level - SECONDS.length + 1);
            }

            @Override
            int ratio(int level) {
                return level + 1 < SECONDS.length ? (int) (SECONDS[level + 1] / SECONDS[level]) : 2;
            }

            @Override
            int least(double value) {
                return 0;
            }
        };

        private static final int LEAST_LEVEL = -60;
        private static final double[] SECONDS = {1, 10, 60, 600, 3600, 21_600, 86_400};

        /** Returns the width of a bin. */
        abstract double width(int level);

        /** Returns how many bins of a level are one of the next. */
        abstract int ratio(int level);

        /** Returns the least level at which a number has a bin. */
        abstract int least(double value);
    }

    private final Widths widths;
    private long[] counts = new long[BINS];
    private int level = Integer.MIN_VALUE;
    private double width;
    /** The least and the greatest bin with a number in it; a bin's count stands at its number modulo {@link #BINS}. */
    private long low;
    private long high = -1;

    Histogram(Widths widths) {
        this.widths = widths;
    }

    boolean isEmpty() {
        return high < low;
    }

    /** Counts a finite number. */
    void add(double value) {
        if (isEmpty()) {
            start(widths.least(value));
        }
        long bin = (long) Math.floor(value / width);
        if (bin < low || bin > high) {
            bin = spread(value);
        }
        counts[(int) (bin & (BINS - 1))]++;
    }

    private void start(int first) {
        level = first;
        width = widths.width(first);
    }

    /** Makes the range of bins reach a number, and returns its bin. */
    private long spread(double value) {
        coarsen(widths.least(value));
        while (true) {
            long bin = (long) Math.floor(value / width);
            if (isEmpty()) {
                low = bin;
                high = bin;
            }
            if (Math.max(high, bin) - Math.min(low, bin) < BINS) {
                low = Math.min(low, bin);
                high = Math.max(high, bin);
                return bin;
            }
            coarsen(level + 1);
        }
    }

    private void coarsen(int to) {
        while (level < to) {
            int ratio = widths.ratio(level);
            long[] joined = new long[BINS];
            for (long bin = low; bin <= high; bin++) {
                joined[(int) (Math.floorDiv(bin, ratio) & (BINS - 1))] += counts[(int) (bin & (BINS - 1))];
            }
            if (!isEmpty()) {
                low = Math.floorDiv(low, ratio);
                high = Math.floorDiv(high, ratio);
            }
            counts = joined;
            start(level + 1);
        }
    }

    void merge(Histogram other) {
        if (other.isEmpty()) {
            return;
        }
        if (isEmpty()) {
            start(other.level);
        }
        coarsen(other.level);
        other.coarsen(level);
        while (!isEmpty() && Math.max(high, other.high) - Math.min(low, other.low) >= BINS) {
            coarsen(level + 1);
            other.coarsen(level);
        }
        low = isEmpty() ? other.low : Math.min(low, other.low);
        high = Math.max(isEmpty() ? other.high : high, other.high);
        for (int i = 0; i < BINS; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Returns where the first bin begins. */
    double from() {
        return low * width;
    }

    double width() {
        return width;
    }

    /** Returns the counts from the first bin that has a number in it to the last. */
    long[] counts() {
        long[] ordered = new long[(int) (high - low + 1)];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = counts[(int) (low + i & (BINS - 1))];
        }
        return ordered;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(level);
        out.writeLong(low);
        out.writeLong(high);
        for (long bin = low; bin <= high; bin++) {
            out.writeLong(counts[(int) (bin & (BINS - 1))]);
        }
    }

    static Histogram read(Widths widths, DataInput in) throws IOException {
        Histogram histogram = new Histogram(widths);
        int level = in.readInt();
        histogram.low = in.readLong();
        histogram.high = in.readLong();
        if (histogram.high - histogram.low >= BINS) {
            throw new IOException("a histogram of more than " + BINS + " bins");
        }
        for (long bin = histogram.low; bin <= histogram.high; bin++) {
            histogram.counts[(int) (bin & (BINS - 1))] = in.readLong();
        }
        if (!histogram.isEmpty()) {
            histogram.start(level);
        }
        return histogram;
    }
}
