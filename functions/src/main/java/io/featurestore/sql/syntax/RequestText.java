package io.featurestore.sql.syntax;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.text.Spelling;

/// Holds a SQL text of the caller with the field that it comes from, for messages that refuse it.
///
/// @param field the request's field
/// @param text the caller's text
public record RequestText(String field, String text) {
    private static final int SHOWN = 120;

    /// Returns a failure whose message names the field, what is wrong, the text, and what to do.
    public InvalidQuery refused(String problem, String remedy) {
        return new InvalidQuery(
                "`%s`: %s in “%s”. %s".formatted(field, problem, Spelling.shorten(text, SHOWN), remedy));
    }
}
