package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// A histogram of numbers with at most {@value #BINS} bins of equal width. Bins begin at multiples of their
/// width, and each width is a multiple of the previous one, so bins can be joined exactly. The histogram
/// therefore depends only on the numbers, not on their order or on the histograms that were merged into it.
final class Histogram {
    static final int BINS = 128;

    /// The sequences of widths that a histogram can have.
    enum Widths {
        /// Powers of two, for numbers. Level 0 is width 1.
        NUMBERS {
            @Override
            double width(int level) {
                return Math.scalb(1.0, level);
            }

            @Override
            int ratio(int level) {
                return 2;
            }

            // The index of a bin is below 2⁵³, where doubles hold every integer.
            @Override
            int least(double value) {
                return Math.max(LEAST_LEVEL, Math.getExponent(value) - 52);
            }
        },
        /// Seconds, minutes, hours, days and powers of two of a day, for seconds since the epoch.
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

        /// Returns the width of a bin.
        abstract double width(int level);

        /// Returns the number of bins of a level that are joined into one bin of the next level.
        abstract int ratio(int level);

        /// Returns the lowest level at which a number has a bin.
        abstract int least(double value);
    }

    private final Widths widths;
    private long[] counts = new long[BINS];
    private int level = Integer.MIN_VALUE;
    private double width;
    /// The first and the last bin with a number in it. The count of a bin stands at its index modulo [#BINS].
    private long low;
    private long high = -1;

    Histogram(Widths widths) {
        this.widths = widths;
    }

    boolean isEmpty() {
        return high < low;
    }

    /// Counts a finite number.
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

    /// Extends the range of bins to a number, and returns its bin.
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

    /// Returns the start of the first bin.
    double from() {
        return low * width;
    }

    double width() {
        return width;
    }

    /// Returns the counts from the first to the last bin with a number in it.
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
