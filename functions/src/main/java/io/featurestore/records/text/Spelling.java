package io.featurestore.records.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Formats names and values for error messages.
public final class Spelling {
    private Spelling() {}

    /// Returns the known name that is nearest to a misspelt one; empty if more than a third of the letters differ
    /// in every known name.
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> distance(fold(name), fold(k)) <= Math.max(1, k.length() / 3))
                .min(Comparator.comparingInt((String k) -> distance(fold(name), fold(k)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// Returns the text, cut to `most` characters and an ellipsis if it is longer. Line ends become spaces.
    public static String shorten(String text, int most) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end) + "…";
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    /// Returns the Levenshtein distance.
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > b.length()) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
