package io.featurestore.records.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/// Computes the mean and the standard deviation of numbers from their count, sum and sum of squares. The sums
/// have twice the digits of a double (a running sum and its rounding error). So both results agree with those of
/// the exact sums to the last digit or the one before, in whatever order and portions the numbers were added.
final class RunningMoments {
    private static final MathContext EXACT = new MathContext(60);

    private long count;
    private double sum;
    private double sumLost;
    private double squares;
    private double squaresLost;

    /// Adds a double.
    void add(double value) {
        count++;
        addToSum(value);
        double square = value * value;
        addToSquares(square);
        squaresLost += Math.fma(value, value, -square);
    }

    /// Adds a long with all its digits.
    void add(long value) {
        double high = value;
        double low = value - (long) high;
        add(high);
        if (low != 0) {
            sumLost += low;
            squaresLost += 2 * high * low;
        }
    }

    private void addToSum(double value) {
        double next = sum + value;
        double rounded = next - sum;
        sumLost += sum - (next - rounded) + (value - rounded);
        sum = next;
    }

    private void addToSquares(double value) {
        double next = squares + value;
        // Both are positive, and the smaller one loses digits.
        squaresLost += squares >= value ? squares - next + value : value - next + squares;
        squares = next;
    }

    void merge(RunningMoments other) {
        count += other.count;
        addToSum(other.sum);
        sumLost += other.sumLost;
        addToSquares(other.squares);
        squaresLost += other.squaresLost;
    }

    long count() {
        return count;
    }

    /// Returns the mean; empty if there is no number or the sum is outside the range of doubles.
    OptionalDouble mean() {
        double mean = (sum + sumLost) / count;
        return Double.isFinite(mean) ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }

    /// Returns the standard deviation of the sample; empty if there are fewer than two numbers or it is outside
    /// the range of doubles.
    OptionalDouble deviation() {
        if (count < 2 || !Double.isFinite(squares + squaresLost) || !Double.isFinite(sum + sumLost)) {
            return OptionalDouble.empty();
        }
        BigDecimal total = new BigDecimal(sum).add(new BigDecimal(sumLost));
        BigDecimal ofSquares = new BigDecimal(squares).add(new BigDecimal(squaresLost));
        BigDecimal variance = ofSquares
                .subtract(total.multiply(total).divide(BigDecimal.valueOf(count), EXACT))
                .divide(BigDecimal.valueOf(count - 1), EXACT);
        return OptionalDouble.of(Math.sqrt(Math.max(0, variance.doubleValue())));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        for (double part : new double[] {sum, sumLost, squares, squaresLost}) {
            out.writeDouble(part);
        }
    }

    static RunningMoments read(DataInput in) throws IOException {
        RunningMoments moments = new RunningMoments();
        moments.count = in.readLong();
        moments.sum = in.readDouble();
        moments.sumLost = in.readDouble();
        moments.squares = in.readDouble();
        moments.squaresLost = in.readDouble();
        return moments;
    }
}
