package io.featurestore.steps.estimate.footer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SizeStatistics;

/// Estimates the mean length of a column chunk's values as text, without quotes, from the footer alone.
///
/// - Texts: from the bytes that they take, if the footer gives these or the encoding is plain; for
///   dictionary-encoded texts, from the lengths of the bounds.
/// - Numbers: from the digits of numbers that are spread evenly between the bounds, with as many decimals as the
///   bounds have.
/// - All other types: a fixed length.
///
final class ValueLength {
    private static final double BOOLEAN = 4.5;
    private static final double DATE = 10;
    private static final double TIMESTAMP = 23;
    private static final double UUID = 36;
    /// Assumed length of a number without bounds.
    private static final double NUMBER = 8;
    private static final double TEXT = 12;
    private static final int DIGITS_OF_A_DOUBLE = 17;
    private static final int DIGITS_OF_A_FLOAT = 8;
    /// Bytes of the length prefix of a text in the plain encoding.
    private static final int PREFIX = 4;
    private static final BigDecimal SCIENTIFIC = BigDecimal.TEN.pow(7);
    private static final Set<Encoding> DICTIONARY = Set.of(Encoding.RLE_DICTIONARY, Encoding.PLAIN_DICTIONARY);

    private ValueLength() {}

    /// Returns the mean length of a chunk's values.
    ///
    /// @param values number of values that are not NULL
    static double of(SchemaElement element, ColumnMetaData chunk, ValueBounds bounds, long values) {
        if (values == 0) {
            return 0;
        }
        Object least = bounds.least().orElse(null);
        Object most = bounds.most().orElse(null);
        if (least instanceof LocalDate) {
            return DATE;
        }
        if (least instanceof LocalDateTime) {
            return TIMESTAMP;
        }
        return switch (FooterFields.type(element)) {
            case BOOLEAN -> least instanceof Boolean low && low.equals(most) ? (low ? 4 : 5) : BOOLEAN;
            case INT32, INT64 ->
                least instanceof BigDecimal low && most instanceof BigDecimal high
                        ? digits(low, high) + (low.scale() > 0 ? low.scale() + 1 : 0)
                        : NUMBER;
            case FLOAT ->
                least instanceof BigDecimal low && most instanceof BigDecimal high
                        ? floating(shortest(low.floatValue()), shortest(high.floatValue()), DIGITS_OF_A_FLOAT)
                        : NUMBER;
            case DOUBLE ->
                least instanceof BigDecimal low && most instanceof BigDecimal high
                        ? floating(shortest(low.doubleValue()), shortest(high.doubleValue()), DIGITS_OF_A_DOUBLE)
                        : NUMBER;
            case INT96 -> TIMESTAMP;
            case FIXED_LEN_BYTE_ARRAY, BYTE_ARRAY ->
                least instanceof BigDecimal low && most instanceof BigDecimal high
                        ? digits(low, high) + (low.scale() > 0 ? low.scale() + 1 : 0)
                        : FooterFields.type(element) == org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY
                                ? UUID
                                : text(chunk, bounds, values);
        };
    }

    static boolean inDictionary(ColumnMetaData chunk) {
        return Objects.requireNonNull(chunk.getEncodings(), "encodings").stream()
                .anyMatch(DICTIONARY::contains);
    }

    private static double text(ColumnMetaData chunk, ValueBounds bounds, long values) {
        SizeStatistics sizes = chunk.getSize_statistics();
        if (sizes != null && sizes.isSetUnencoded_byte_array_data_bytes()) {
            return (double) sizes.getUnencoded_byte_array_data_bytes() / values;
        }
        double stored = Math.max(0, (double) chunk.getTotal_uncompressed_size() / values - PREFIX);
        if (!inDictionary(chunk)) {
            return stored;
        }
        double bound = bounds.least().orElse(null) instanceof String low
                        && bounds.most().orElse(null) instanceof String high
                ? (low.length() + high.length()) / 2.0
                : TEXT;
        // If the dictionary grew too large, the remaining values are plain.
        return Math.max(bound, stored);
    }

    /// Returns the mean length of integers that are spread evenly between two, with the sign.
    static double digits(BigDecimal least, BigDecimal most) {
        double low = least.doubleValue();
        double high = most.doubleValue();
        if (low >= 0) {
            return mean(low, high);
        }
        if (high <= 0) {
            return 1 + mean(-high, -low);
        }
        return (mean(0, high) * high + (1 + mean(0, -low)) * -low) / (high - low);
    }

    private static double mean(double low, double high) {
        double first = Math.floor(low);
        double end = Math.floor(high) + 1;
        double sum = 0;
        double from = first;
        for (int digits = 1; from < end; digits++) {
            double to = Math.min(end, Math.max(from, Math.pow(10, digits)));
            sum += (to - from) * digits;
            from = to;
        }
        return sum / (end - first);
    }

    /// Returns the mean length of numbers between two, of which none has more than the given digits.
    private static double floating(BigDecimal least, BigDecimal most, int precision) {
        double low = least.doubleValue();
        double high = most.doubleValue();
        double sign = high <= 0 && low < 0 ? 1 : low < 0 ? -low / (high - low) : 0;
        if (least.abs().max(most.abs()).compareTo(SCIENTIFIC) >= 0) {
            return sign + Math.max(least.precision(), most.precision()) + 3;
        }
        double whole = digits(
                least.abs().min(most.abs()).multiply(low < 0 && high > 0 ? BigDecimal.ZERO : BigDecimal.ONE),
                least.abs().max(most.abs()));
        int decimals = Math.max(1, Math.max(least.scale(), most.scale()));
        return sign + whole + 1 + Math.min(decimals, precision - whole);
    }

    private static BigDecimal shortest(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }

    private static BigDecimal shortest(float value) {
        return new BigDecimal(Float.toString(value)).stripTrailingZeros();
    }
}
