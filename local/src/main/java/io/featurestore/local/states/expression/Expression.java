package io.featurestore.local.states.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// Holds a compiled JSONata expression. Thread-safe.
public final class Expression {
    /// The time limit of one evaluation. It ends expressions that would run for ever.
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

    /// Compiles an expression.
    ///
    /// @param field the place of the expression, for messages
    /// @throws IllegalArgumentException if the text is not JSONata
    public static Expression compile(String text, String field) {
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            compiled.setOutputConvertNulls(false);
            return new Expression(text, field, compiled);
        } catch (JException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Evaluates the expression.
    ///
    /// @throws StateFailure `States.QueryEvaluationError` if the evaluation fails or its result is undefined,
    ///     which JSON cannot express
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
            // The library throws JException, and other runtime exceptions for operands that it did not expect.
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The JSONata expression '" + text + "' specified for the field '" + field
                            + "' threw an error during evaluation. " + e.getMessage(),
                    e);
        }
        throw new StateFailure(
                StateFailure.QUERY_EVALUATION,
                "The JSONata expression '" + text + "' specified for the field '" + field
                        + "' returned nothing (undefined).");
    }

    String text() {
        return text;
    }
}
