package io.featurestore.local.states.expression;

import java.util.Map;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;

/** A JSONata expression, compiled once. Thread-safe. */
public final class Expression {
    /** Ends a runaway expression; no state needs so long. */
    private static final long MILLIS = 10_000;

    private static final int DEPTH = 500;

    private final String text;
    private final String field;
    private final Jsonata compiled;

    private Expression(String text, String field, Jsonata compiled) {
        this.text = text;
        this.field = field;
        this.compiled = compiled;
    }

    /**
     * Compiles an expression.
     *
     * @param field where it stands, for messages
     * @throws IllegalArgumentException if it is no JSONata
     */
    public static Expression compile(String text, String field) {
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            compiled.setOutputConvertNulls(false);
            return new Expression(text, field, compiled);
        } catch (JException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Evaluates; undefined is a failure, as it is no JSON. */
    public JsonNode evaluate(Map<String, Object> variables) {
        Jsonata.Frame frame = compiled.createFrame();
        frame.setRuntimeBounds(MILLIS, DEPTH);
        Library.bind(frame);
        variables.forEach(frame::bind);
        Object result;
        try {
            result = compiled.evaluate(null, frame);
            if (result != null) {
                return Values.toJson(result);
            }
        } catch (RuntimeException e) {
            // The library throws its JException, and what Java throws for operands it did not expect.
            throw new StateFailure(StateFailure.QUERY_EVALUATION, "The JSONata expression '" + text
                    + "' specified for the field '" + field + "' threw an error during evaluation. " + e.getMessage(),
                    e);
        }
        throw new StateFailure(StateFailure.QUERY_EVALUATION, "The JSONata expression '" + text
                + "' specified for the field '" + field + "' returned nothing (undefined).");
    }

    String text() {
        return text;
    }
}
