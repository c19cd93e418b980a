package io.featurestore.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What fs says to a person; every sentence stands in {@code texts.properties}. */
final class Texts {
    /** The bundle's name; it also holds the help texts, under the names of commands and options. */
    static final String BUNDLE_NAME = "io.featurestore.cli.texts";
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle(BUNDLE_NAME);

    private Texts() {}

    /** Returns the text with its placeholders filled: numbers with their thousands set apart, the rest as it is. */
    static String text(String key, Object... arguments) {
        Object[] words = new Object[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Number ? arguments[i] : String.valueOf(arguments[i]);
        }
        return new MessageFormat(BUNDLE.getString(key), Locale.ROOT).format(words);
    }

    /** Returns whether there is a text of that key. */
    static boolean has(String key) {
        return BUNDLE.containsKey(key);
    }

    /** Returns a number with its thousands set apart. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a size in the unit a person would use, powers of 1,024. */
    static String bytes(long bytes) {
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

    /** Returns a duration such as {@code 1 min 23 s} or {@code 4.2 s}. */
    static String duration(long millis) {
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
