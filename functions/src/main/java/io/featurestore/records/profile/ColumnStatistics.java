package io.featurestore.records.profile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The statistics of one column of the query's result, before renaming and before the online-compatible transform.
 *
 * @param column its name in the result
 * @param type its type
 * @param count values, NULL not among them
 * @param nulls how many records hold NULL
 * @param unreadable values that are none of the type, which only csv lets pass; they count as values, nothing more
 * @param distinct different values: exact, or estimated by HyperLogLog (standard error 1.6 %)
 * @param distinctExact whether {@code distinct} is exact
 * @param frequent the most frequent values; where {@code frequentError} is not 0, only those that are certainly more
 *        frequent than any left out
 * @param frequentError by how much a count of {@code frequent} may be too low
 * @param numbers of a column of numbers
 * @param times of a column of dates or timestamps, and of the event time of any type
 * @param texts of a column of text
 */
public record ColumnStatistics(String column, String type, long count, long nulls, long unreadable, long distinct,
        boolean distinctExact, List<Frequent> frequent, long frequentError, Optional<Numbers> numbers,
        Optional<Times> times, Optional<Texts> texts) {
    /** Copies the list. */
    public ColumnStatistics {
        frequent = List.copyOf(frequent);
    }

    /**
     * A frequent value.
     *
     * @param value its first 64 bytes
     * @param count how often it comes
     */
    public record Frequent(String value, long count) {}

    /**
     * A quantile.
     *
     * @param rank the part of the numbers that are not greater
     * @param value the number
     */
    public record Quantile(double rank, double value) {}

    /**
     * Numbers. NaN and the infinities stand in {@code notFinite} alone.
     *
     * @param min the least, exact
     * @param max the greatest, exact
     * @param mean the mean of the values as doubles
     * @param standardDeviation the sample's (n − 1)
     * @param quantiles by rank; exact while there are few numbers
     * @param rankError by how much a quantile's rank may be off (99 % confidence); 0 where exact
     * @param notFinite how many are NaN or infinite
     * @param histogram exact counts
     * @param middle where a few far values leave the histogram too coarse to show the others: the numbers from the first
     *        to the last percentile, estimated
     */
    public record Numbers(Optional<BigDecimal> min, Optional<BigDecimal> max, OptionalDouble mean,
            OptionalDouble standardDeviation, List<Quantile> quantiles, double rankError, long notFinite,
            Optional<Bins> histogram, Optional<Bins> middle) {
        /** Copies the list. */
        public Numbers {
            quantiles = List.copyOf(quantiles);
        }
    }

    /**
     * Instants.
     *
     * @param min the first
     * @param max the last
     * @param histogram exact counts, in seconds since the epoch
     */
    public record Times(Optional<Instant> min, Optional<Instant> max, Optional<Bins> histogram) {}

    /**
     * Text. Lengths are in characters.
     *
     * @param min the least by code points, its first 64 bytes
     * @param max the greatest
     * @param minLength the least length
     * @param maxLength the greatest length
     * @param meanLength the mean length
     */
    public record Texts(String min, String max, long minLength, long maxLength, double meanLength) {}

    /**
     * A histogram.
     *
     * @param from where the first bin begins
     * @param width the width of every bin
     * @param counts how many lie in each; the first and the last are not 0
     */
    public record Bins(double from, double width, List<Long> counts) {
        /** Copies the list. */
        public Bins {
            counts = List.copyOf(counts);
        }

        static Optional<Bins> of(Histogram histogram) {
            return histogram.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Bins(histogram.from(), histogram.width(), Arrays.stream(histogram.counts())
                            .boxed()
                            .toList()));
        }
    }
}
