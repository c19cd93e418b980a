package io.featurestore.records.checks;

import java.util.Locale;

/// The kinds of expectation.
public enum Rule {
    NOT_NULL,
    MIN,
    MAX,
    MATCHES,
    IN,
    UNIQUE,
    MIN_RECORDS,
    MAX_RECORDS,
    FRESH_WITHIN;

    /// Returns the field of a request that states this kind of expectation, such as `notNull`.
    public String field() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        return words.length == 1
                ? words[0]
                : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
    }
}
