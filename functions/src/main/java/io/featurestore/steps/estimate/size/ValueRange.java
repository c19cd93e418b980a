package io.featurestore.steps.estimate.size;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

import io.featurestore.steps.estimate.footer.ValueBounds;

/**
 * How many different values lie between a column chunk's bounds, as bits. A chunk with as many values as there is room
 * for, or more, numbers its rows or repeats itself; one with far fewer drew them from wide and far.
 */
final class ValueRange {
    /** No value is worth more: longer ones are random, or texts. */
    private static final double MOST = 64;
    /** Of a character that is no digit: few texts use all letters alike. */
    private static final double CHARACTER = 4;
    private static final double DIGIT = Math.log(10) / Math.log(2);
    private static final int SECOND = 1_000;
    private static final int HOUR = 3_600_000;

    private ValueRange() {}

    /**
     * Returns the bits.
     *
     * @param length the mean length of a value as text
     */
    static double bits(ValueBounds bounds, double length) {
        Object least = bounds.least().orElse(null);
        Object most = bounds.most().orElse(null);
        double bits = switch (least) {
            case Boolean low -> low.equals(most) ? 0 : 1;
            case BigDecimal low when most instanceof BigDecimal high -> numbers(low, high, bounds.nan());
            case LocalDate low when most instanceof LocalDate high -> log2(ChronoUnit.DAYS.between(low, high) + 1.0);
            case LocalDateTime low when most instanceof LocalDateTime high -> times(ChronoUnit.MILLIS.between(
                    LocalDate.EPOCH.atStartOfDay(), low),
                    ChronoUnit.MILLIS.between(LocalDate.EPOCH.atStartOfDay(),
                            high));
            case String low when most instanceof String high -> texts(low, high, length);
            case null, default -> CHARACTER * length;
        };
        return Math.clamp(bits, 0, MOST);
    }

    /** Numbers have as many decimals as the bounds have. */
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

    /** What both bounds begin with, all values between them do. */
    private static double texts(String low, String high, double length) {
        int same = 0;
        while (same < low.length() && same < high.length() && low.charAt(same) == high.charAt(same)) {
            same++;
        }
        if (same == low.length() && same == high.length()) {
            return 0;
        }
        while (same > 0 && Character.isDigit(low.charAt(same - 1)) && low.length() != high.length()) {
            // Texts that count have their digits in common by chance only where they are of one length.
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
