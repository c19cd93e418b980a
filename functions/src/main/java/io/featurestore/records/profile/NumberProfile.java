package io.featurestore.records.profile;

import io.featurestore.records.ColumnType;
import io.featurestore.records.profile.Histogram.Widths;
import io.featurestore.records.text.NumberText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/// Profiles a column of numbers. NaN and the infinities are counted separately.
final class NumberProfile {
    /// Size of the KLL sketch. With it, the rank of a quantile is wrong by at most 1.33 % of the numbers (99 %
    /// confidence).
    private static final int KLL_SIZE = 200;
    private static final double[] RANKS = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

    private static final int MIDDLE_BINS = 32;
    private static final int FEW_BINS = 6;

    private final boolean whole;
    private RunningMoments moments = new RunningMoments();
    private Extremum min = new Extremum(-1);
    private Extremum max = new Extremum(1);
    private Histogram histogram = new Histogram(Widths.NUMBERS);
    private KllDoublesSketch quantiles = KllDoublesSketch.newHeapInstance(KLL_SIZE);
    private long notFinite;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    NumberProfile(ColumnType type) {
        whole = isWhole(type);
    }

    static boolean isWhole(ColumnType type) {
        return type == ColumnType.Simple.TINYINT
                || type == ColumnType.Simple.SMALLINT
                || type == ColumnType.Simple.INTEGER
                || type == ColumnType.Simple.BIGINT;
    }

    /// Adds a number.
    ///
    /// @throws io.featurestore.records.text.ValueFormatException if the text is not a number
    void add(byte[] bytes, int start, int length) {
        double value;
        if (whole) {
            long number = NumberText.integer(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE);
            value = number;
            moments.add(number);
        } else {
            value = NumberText.binary64(bytes, start, length);
            if (!Double.isFinite(value)) {
                notFinite++;
                return;
            }
            moments.add(value);
        }
        if (value <= least) {
            least = value;
            min.add(value, bytes, start, length);
        }
        if (value >= greatest) {
            greatest = value;
            max.add(value, bytes, start, length);
        }
        histogram.add(value);
        quantiles.update(value);
    }

    void merge(NumberProfile other) {
        moments.merge(other.moments);
        min.merge(other.min);
        max.merge(other.max);
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
        histogram.merge(other.histogram);
        quantiles.merge(other.quantiles);
        notFinite += other.notFinite;
    }

    ColumnStatistics.Numbers statistics() {
        List<ColumnStatistics.Quantile> found = quantiles.isEmpty()
                ? List.of()
                : Arrays.stream(RANKS)
                        .mapToObj(rank -> new ColumnStatistics.Quantile(rank, quantiles.getQuantile(rank)))
                        .toList();
        return new ColumnStatistics.Numbers(
                min.number(),
                max.number(),
                moments.mean(),
                moments.deviation(),
                found,
                quantiles.isEstimationMode() ? quantiles.getNormalizedRankError(false) : 0,
                notFinite,
                ColumnStatistics.Bins.of(histogram),
                middle());
    }

    private Optional<ColumnStatistics.Bins> middle() {
        if (quantiles.isEmpty()) {
            return Optional.empty();
        }
        double from = quantiles.getQuantile(RANKS[0]);
        double width = (quantiles.getQuantile(RANKS[RANKS.length - 1]) - from) / MIDDLE_BINS;
        if (!(width > 0) || width * MIDDLE_BINS > histogram.width() * FEW_BINS) {
            return Optional.empty();
        }
        double[] bounds = new double[MIDDLE_BINS + 1];
        for (int i = 0; i <= MIDDLE_BINS; i++) {
            bounds[i] = from + width * i;
        }
        for (int i = 1; i <= MIDDLE_BINS; i++) {
            if (!(bounds[i] > bounds[i - 1])) {
                return Optional.empty();
            }
        }
        double[] parts = quantiles.getPMF(bounds, QuantileSearchCriteria.INCLUSIVE);
        long[] counts = new long[MIDDLE_BINS];
        for (int i = 0; i < MIDDLE_BINS; i++) {
            counts[i] = Math.round(parts[i + 1] * quantiles.getN());
        }
        return Optional.of(new ColumnStatistics.Bins(
                from, width, Arrays.stream(counts).boxed().toList()));
    }

    void write(DataOutput out) throws IOException {
        moments.write(out);
        min.write(out);
        max.write(out);
        out.writeDouble(least);
        out.writeDouble(greatest);
        histogram.write(out);
        byte[] sketch = quantiles.toByteArray();
        out.writeInt(sketch.length);
        out.write(sketch);
        out.writeLong(notFinite);
    }

    static NumberProfile read(ColumnType type, DataInput in) throws IOException {
        NumberProfile numbers = new NumberProfile(type);
        numbers.moments = RunningMoments.read(in);
        numbers.min = Extremum.read(-1, in);
        numbers.max = Extremum.read(1, in);
        numbers.least = in.readDouble();
        numbers.greatest = in.readDouble();
        numbers.histogram = Histogram.read(Widths.NUMBERS, in);
        byte[] sketch = new byte[in.readInt()];
        in.readFully(sketch);
        numbers.quantiles = KllDoublesSketch.heapify(MemorySegment.ofArray(sketch));
        numbers.notFinite = in.readLong();
        return numbers;
    }
}
