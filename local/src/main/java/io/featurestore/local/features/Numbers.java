package io.featurestore.local.features;

import java.util.Optional;
import java.util.regex.Pattern;

/// Parses the numbers of feature values.
final class Numbers {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,400}");

    private Numbers() {}

    /// Parses a number in decimal form or scientific notation; empty if it is no number or no finite double.
    static Optional<Double> fractional(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    }

    /// Parses a whole number; empty if it is no whole number or does not fit into 64 bits.
    static Optional<Long> integral(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            // Digits only: it is too long for 64 bits.
            return Optional.empty();
        }
    }
}
