package io.featurestore.steps.estimate.size;

import io.featurestore.steps.estimate.footer.ValueBounds;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/// Measures how many different values lie between a column's minimum and maximum, in bits (base-2 logarithm of
/// their number). A column with at least as many values as the range holds is a row number or repeats values. A
/// column with far fewer values has widely spread ones, which compress badly.
final class ValueRange {
    /// The most bits that a value is counted for. Longer values are random, or texts.
    private static final double MOST = 64;
    /// Bits of a character that is not a digit. Texts seldom use all letters equally often.
    private static final double CHARACTER = 4;
    private static final double DIGIT = Math.log(10) / Math.log(2);
    private static final int SECOND = 1_000;
    private static final int HOUR = 3_600_000;

    private ValueRange() {}

    /// Returns the number of bits, between 0 and 64.
    ///
    /// @param length the mean length of a value as text
    static double bits(ValueBounds bounds, double length) {
        Object least = bounds.least().orElse(null);
        Object most = bounds.most().orElse(null);
        double bits =
                switch (least) {
                    case Boolean low -> low.equals(most) ? 0 : 1;
                    case BigDecimal low when most instanceof BigDecimal high -> numbers(low, high, bounds.nan());
                    case LocalDate low
                    when most instanceof LocalDate high -> log2(ChronoUnit.DAYS.between(low, high) + 1.0);
                    case LocalDateTime low
                    when most instanceof LocalDateTime high ->
                        times(
                                ChronoUnit.MILLIS.between(LocalDate.EPOCH.atStartOfDay(), low),
                                ChronoUnit.MILLIS.between(LocalDate.EPOCH.atStartOfDay(), high));
                    case String low when most instanceof String high -> texts(low, high, length);
                    case null, default -> CHARACTER * length;
                };
        return Math.clamp(bits, 0, MOST);
    }

    /// Counts numbers with as many decimals as the bounds have.
    private static double numbers(BigDecimal low, BigDecimal high, boolean floating) {
        BigDecimal least = floating ? shortest(low) : low;
        BigDecimal most = floating ? shortest(high) : high;
        int scale = Math.max(0, Math.max(least.scale(), most.scale()));
        return log2(most.subtract(least).doubleValue() + Math.pow(10, -scale)) + scale * DIGIT;
    }

    private static double times(long low, long high) {
        int unit = low % HOUR == 0 && high % HOUR == 0 ? HOUR : low % SECOND == 0 && high % SECOND == 0 ? SECOND : 1;
        return log2((double) (high - low) / unit + 1);
    }

    /// Counts texts without the beginning that both bounds share, as all values between them share it too.
    private static double texts(String low, String high, double length) {
        int same = 0;
        while (same < low.length() && same < high.length() && low.charAt(same) == high.charAt(same)) {
            same++;
        }
        if (same == low.length() && same == high.length()) {
            return 0;
        }
        while (same > 0 && Character.isDigit(low.charAt(same - 1)) && low.length() != high.length()) {
            // Numbered texts of different lengths share leading digits only by chance.
            same--;
        }
        double rest = Math.max(1, length - same);
        return digits(low, same) && digits(high, same) ? DIGIT * rest : CHARACTER * rest;
    }

    private static boolean digits(String text, int from) {
        return text.substring(from).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }

    private static BigDecimal shortest(BigDecimal value) {
        return new BigDecimal(Double.toString(value.doubleValue())).stripTrailingZeros();
    }
}
