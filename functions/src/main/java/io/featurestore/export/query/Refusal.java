package io.featurestore.export.query;

import io.featurestore.export.failure.ExportFailure.InvalidQuery;
import io.featurestore.export.request.Spelling;

/**
 * Where a text of the caller stands, for the messages that refuse it.
 *
 * @param field the request's field
 * @param text what the caller wrote there
 */
record Refusal(String field, String text) {
    private static final int SHOWN = 120;

    /** Returns the failure that says what is wrong and what to do. */
    InvalidQuery because(String what, String remedy) {
        return new InvalidQuery("`%s`: %s in “%s”. %s".formatted(field, what, Spelling.shorten(text, SHOWN), remedy));
    }
}
