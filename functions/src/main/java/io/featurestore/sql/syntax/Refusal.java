package io.featurestore.sql.syntax;

import io.featurestore.failure.ExportFailure.InvalidQuery;
import io.featurestore.records.text.Spelling;

/**
 * Where a text of the caller stands, for the messages that refuse it.
 *
 * @param field the request's field
 * @param text what the caller wrote there
 */
public record Refusal(String field, String text) {
    private static final int SHOWN = 120;

    /** Returns the failure that says what is wrong and what to do. */
    public InvalidQuery because(String what, String remedy) {
        return new InvalidQuery("`%s`: %s in “%s”. %s".formatted(field, what, Spelling.shorten(text, SHOWN), remedy));
    }
}
