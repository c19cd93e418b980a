package io.featurestore.steps.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Formats figures for the page.
final class FigureFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};
    private static final int PLAIN_DIGITS = 11;
    private static final int ROUNDED_DIGITS = 9;
    private static final MathContext SHORT = new MathContext(4);
    private static final long DAY = 86_400;

    private FigureFormat() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String number(double number) {
        return Double.isFinite(number) ? number(new BigDecimal(number).round(MathContext.DECIMAL64), true) : "–";
    }

    static String exact(BigDecimal number) {
        return number(number, false);
    }

    private static String number(BigDecimal number, boolean rounded) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal plain = number.stripTrailingZeros();
        int magnitude = plain.precision() - plain.scale();
        if (magnitude > (rounded ? ROUNDED_DIGITS : PLAIN_DIGITS) || magnitude < -4) {
            BigDecimal few = plain.round(SHORT).stripTrailingZeros();
            return few.unscaledValue().signum() == 0
                    ? "0"
                    : String.format(
                            Locale.ROOT,
                            "%se%d",
                            few.movePointLeft(few.precision() - few.scale() - 1).toPlainString(),
                            few.precision() - few.scale() - 1);
        }
        BigDecimal shown = plain.scale() <= 0 || !rounded && plain.precision() <= PLAIN_DIGITS
                ? plain
                : plain.setScale(Math.clamp(4 - magnitude, 0, 6), java.math.RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, shown.scale()) + "f", shown);
    }

    static String percent(long part, long whole) {
        if (whole == 0 || part == whole) {
            return "100 %";
        }
        double percent = 100.0 * part / whole;
        return percent > 99.9
                ? "> 99.9 %"
                : percent < 0.1 && part > 0 ? "< 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    static String bytes(long bytes) {
        double size = bytes;
        int unit = -1;
        while (size >= 1000 && unit + 1 < UNITS.length) {
            size /= 1000;
            unit++;
        }
        return unit < 0
                ? bytes + " B"
                : String.format(Locale.ROOT, size < 10 ? "%.2f %s" : "%.1f %s", size, UNITS[unit]);
    }

    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                : seconds / 60 + " min " + seconds % 60 + " s";
    }

    static String usd(BigDecimal usd) {
        return "$ "
                + usd.setScale(
                                usd.signum() != 0 && usd.abs().compareTo(BigDecimal.valueOf(0.01)) < 0 ? 6 : 4,
                                java.math.RoundingMode.HALF_UP)
                        .toPlainString();
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /// Returns an axis label; it is as precise as bins of `width` seconds.
    static String axisTime(double second, double width) {
        String text = TIME.format(Instant.ofEpochSecond((long) second));
        return width >= DAY ? text.substring(0, 10) : text.substring(0, 16);
    }

    /// Returns a width in words.
    static String span(double seconds) {
        long whole = (long) seconds;
        if (whole % DAY == 0) {
            return whole == DAY ? "day" : whole / DAY + " days";
        }
        if (whole % 3600 == 0) {
            return whole == 3600 ? "hour" : whole / 3600 + " hours";
        }
        if (whole % 60 == 0) {
            return whole == 60 ? "minute" : whole / 60 + " minutes";
        }
        return whole == 1 ? "second" : whole + " seconds";
    }
}
