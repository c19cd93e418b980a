package io.featurestore.cli.console;

import java.math.BigDecimal;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// Reads the texts of `fs` from `texts.properties` and formats numbers, sizes and durations for them.
public final class Texts {
    /// Names the resource bundle, which also holds the help texts under the names of commands and options.
    public static final String BUNDLE_NAME = "io.featurestore.cli.texts";
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle(BUNDLE_NAME);

    private static final double DIGITS_FROM = 0.01;

    private Texts() {}

    /// Returns the text of a key with its placeholders filled. Numbers get thousands separators; everything else
    /// is inserted as it is.
    public static String text(String key, Object... arguments) {
        Object[] words = new Object[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Number ? arguments[i] : String.valueOf(arguments[i]);
        }
        return new MessageFormat(BUNDLE.getString(key), Locale.ROOT).format(words);
    }

    /// Returns whether the key has a text.
    public static boolean has(String key) {
        return BUNDLE.containsKey(key);
    }

    /// Returns a number with thousands separators, such as `12,345`.
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// Returns a size such as `2.3 MiB`; units are powers of 1,024.
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /// Returns an amount of US dollars: 6 decimals below 0.01, else 2, and `0` for nothing.
    public static String usd(BigDecimal amount) {
        double usd = amount.doubleValue();
        return String.format(Locale.ROOT, usd == 0 ? "%.0f" : usd < DIGITS_FROM ? "%.6f" : "%.2f", usd);
    }

    /// Returns a duration such as `1 min 23 s` or `4.2 s`.
    public static String duration(long millis) {
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long minutes = millis / 60_000;
        long seconds = millis / 1000 % 60;
        return minutes < 60
                ? minutes + " min " + seconds + " s"
                : minutes / 60 + " h " + minutes % 60 + " min " + seconds + " s";
    }
}
