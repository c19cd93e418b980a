package io.featurestore.steps.publish;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.featurestore.failure.ErrorCode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;

/**
 * Why an execution ended without output, as its Fail state says it.
 *
 * @param error the code callers see
 * @param cause a sentence or more for a person
 */
public record Reason(ErrorCode error, String cause) {
    /** A Fail state's cause is cut after 32,768 characters (docs.aws.amazon.com/step-functions/latest/apireference). */
    private static final int MAX_CAUSE = 32_000;
    private static final String OURS = Failure.class.getPackageName() + ".";
    /** The one expression of the state machine that takes the input as it comes. */
    private static final String INPUT = "$states.input";
    private static final String TOO_LONG = "A step of the export took longer than it may; run it again, and if it "
            + "happens again, with smaller chunks (chunkSize).";
    /** docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
    private static final Map<String, String> STATES = Map.of(
            "States.Timeout", TOO_LONG,
            "States.HeartbeatTimeout", TOO_LONG,
            "Sandbox.Timedout", TOO_LONG,
            "Runtime.ExitError",
            "A step's function died, most often of too little memory; run the export again, and if "
                    + "it happens again, with smaller chunks (chunkSize).",
            "States.DataLimitExceeded", "What one step hands to the next is larger than the "
                    + (Limits.MAX_PAYLOAD >> 10) + " KiB of a state's "
                    + "payload; ask for fewer columns, or for shorter expressions.",
            "States.ExceedToleratedFailureThreshold", "A chunk could not be converted, and nothing says why; run the "
                    + "export again.",
            "States.ItemReaderFailed", "The list of chunks could not be read; run the export again.",
            "States.ResultWriterFailed", "What the converters reported could not be written; run the export again.");

    /** Cuts the cause to what a Fail state holds. */
    public Reason {
        if (cause.length() > MAX_CAUSE) {
            cause = cause.substring(0, cause.offsetByCodePoints(0, cause.codePointCount(0, MAX_CAUSE - 1))) + "…";
        }
    }

    /**
     * Returns the reason in the {@code Error} and {@code Cause} that a state caught.
     *
     * @param error an exception's class, or a name of Step Functions or Lambda; empty where the cause says it all
     * @param cause for an exception, Lambda's error document, maybe cut at its end; else a text
     */
    public static Reason of(String error, String cause) {
        String said = message(cause);
        if (error.isEmpty()) {
            return new Reason(ErrorCode.Internal, said);
        }
        if (error.startsWith(OURS)) {
            return ofExport(error.substring(OURS.length()), said);
        }
        if (error.equals("States.Permissions") || said.contains("is not authorized to perform")) {
            return new Reason(ErrorCode.AccessDenied, "Access denied: " + said);
        }
        String known = STATES.get(error);
        if (known != null) {
            return new Reason(ErrorCode.Internal, known);
        }
        if (error.equals("States.QueryEvaluationError") && said.contains("'" + INPUT + "'")) {
            return new Reason(ErrorCode.InvalidRequest,
                    "The input holds what cannot be computed with, such as a number "
                            + "beyond 1.8E308: " + said);
        }
        if (error.startsWith("Lambda.")) {
            return new Reason(ErrorCode.Internal, "AWS Lambda kept failing a step (" + joined(error, said)
                    + "); run the export again.");
        }
        return new Reason(ErrorCode.Internal, "The export failed, which is a defect (" + joined(error, said) + ").");
    }

    private static Reason ofExport(String type, String said) {
        if (type.equals(Throttled.class.getSimpleName())) {
            return new Reason(ErrorCode.Internal, "AWS kept asking to slow down (" + said
                    + "); run the export again, at a quieter time if it happens again.");
        }
        if (type.equals(Transient.class.getSimpleName())) {
            return new Reason(ErrorCode.Internal, "AWS kept failing (" + said + "); run the export again.");
        }
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(type))
                .findFirst()
                .orElse(ErrorCode.Internal);
        return new Reason(code, said.isEmpty() ? type : said);
    }

    private static String joined(String error, String said) {
        return said.isEmpty() ? error : error + ": " + said;
    }

    /** Returns the message in Lambda's error document, else the text as it is. Step Functions may have cut it. */
    private static String message(String cause) {
        try (JsonParser parser = Json.MAPPER.createParser(cause)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    if (field.equals("errorMessage")) {
                        return Optional.ofNullable(parser.getValueAsString()).orElse("");
                    }
                    parser.skipChildren();
                }
            }
            return cause;
        } catch (IOException e) {
            return cause;
        }
    }
}
