package io.featurestore.records.profile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The statistics of one column of the query's result, before renaming and before the online-compatible
/// transform.
///
/// @param column its name in the result
/// @param type its type
/// @param count number of values, not counting NULL
/// @param nulls number of NULLs
/// @param unreadable number of values that are not of the type, which only csv lets pass; they count as values
///     but in no other statistics of the type
/// @param distinct number of distinct values: exact, or estimated by HyperLogLog (standard error 1.6 %)
/// @param distinctExact whether `distinct` is exact
/// @param frequent the most frequent values; if `frequentError` is not 0, only those that are certainly more
///     frequent than every value left out
/// @param frequentError the largest amount by which a count of `frequent` may be too low
/// @param numbers statistics of a column of numbers
/// @param times statistics of a column of dates or timestamps, and of the event time of any type
/// @param texts statistics of a column of text
public record ColumnStatistics(
        String column,
        String type,
        long count,
        long nulls,
        long unreadable,
        long distinct,
        boolean distinctExact,
        List<Frequent> frequent,
        long frequentError,
        Optional<Numbers> numbers,
        Optional<Times> times,
        Optional<Texts> texts) {
    /// Makes the list unmodifiable.
    public ColumnStatistics {
        frequent = List.copyOf(frequent);
    }

    /// A frequent value.
    ///
    /// @param value its first 64 bytes as text
    /// @param count number of its occurrences
    public record Frequent(String value, long count) {}

    /// A quantile.
    ///
    /// @param rank the fraction of numbers that are not greater, 0 to 1
    /// @param value the number
    public record Quantile(double rank, double value) {}

    /// Statistics of numbers. NaN and the infinities count only in `notFinite`.
    ///
    /// @param min the smallest number, exact
    /// @param max the largest number, exact
    /// @param mean the mean of the numbers as doubles
    /// @param standardDeviation the standard deviation of the sample (divided by n − 1)
    /// @param quantiles quantiles by rank; exact as long as there are few numbers
    /// @param rankError the largest error of a quantile's rank (99 % confidence); 0 if they are exact
    /// @param notFinite number of values that are NaN or infinite
    /// @param histogram a histogram with exact counts
    /// @param middle a second, estimated histogram from the first to the last percentile; present only if a few
    ///     outliers make `histogram` too coarse to show the other numbers
    public record Numbers(
            Optional<BigDecimal> min,
            Optional<BigDecimal> max,
            OptionalDouble mean,
            OptionalDouble standardDeviation,
            List<Quantile> quantiles,
            double rankError,
            long notFinite,
            Optional<Bins> histogram,
            Optional<Bins> middle) {
        /// Makes the list unmodifiable.
        public Numbers {
            quantiles = List.copyOf(quantiles);
        }
    }

    /// Statistics of instants.
    ///
    /// @param min the first instant
    /// @param max the last instant
    /// @param histogram a histogram with exact counts, in seconds since the epoch
    public record Times(Optional<Instant> min, Optional<Instant> max, Optional<Bins> histogram) {}

    /// Statistics of texts. Lengths are in characters (Unicode code points).
    ///
    /// @param min the first 64 bytes of the smallest text, in the order of code points
    /// @param max the first 64 bytes of the largest text
    /// @param minLength the smallest length
    /// @param maxLength the largest length
    /// @param meanLength the mean length
    public record Texts(String min, String max, long minLength, long maxLength, double meanLength) {}

    /// A histogram.
    ///
    /// @param from start of the first bin
    /// @param width width of every bin
    /// @param counts number of values in each bin; the first and the last are not 0
    public record Bins(double from, double width, List<Long> counts) {
        /// Makes the list unmodifiable.
        public Bins {
            counts = List.copyOf(counts);
        }

        static Optional<Bins> of(Histogram histogram) {
            return histogram.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Bins(
                            histogram.from(),
                            histogram.width(),
                            Arrays.stream(histogram.counts()).boxed().toList()));
        }
    }
}
