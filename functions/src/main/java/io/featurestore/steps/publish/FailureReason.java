package io.featurestore.steps.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The reason why an execution ended without output, as its Fail state shows it.
///
/// @param error the code that callers see
/// @param cause one or more sentences for a person
public record FailureReason(ErrorCode error, String cause) {
    /// A Fail state's cause is cut after 32,768 characters
    /// (docs.aws.amazon.com/step-functions/latest/apireference).
    private static final int MAX_CAUSE = 32_000;
    private static final String FAILURE_PACKAGE = Failure.class.getPackageName() + ".";
    /// The only expression of the state machine that evaluates the unchecked input.
    private static final String INPUT = "$states.input";
    private static final String TOO_LONG = "A step of the export took longer than it may; run it again, and if it "
            + "happens again, with smaller chunks (chunkSize).";
    /// docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    private static final Map<String, String> KNOWN_ERRORS = Map.of(
            "States.Timeout",
            TOO_LONG,
            "States.HeartbeatTimeout",
            TOO_LONG,
            "Sandbox.Timedout",
            TOO_LONG,
            "Runtime.ExitError",
            "A step's function died, most often of too little memory; run the export again, and if "
                    + "it happens again, with smaller chunks (chunkSize).",
            "States.DataLimitExceeded",
            "What one step hands to the next is larger than the "
                    + (Limits.MAX_PAYLOAD >> 10) + " KiB of a state's "
                    + "payload; ask for fewer columns, or for shorter expressions.",
            "States.ExceedToleratedFailureThreshold",
            "A chunk could not be converted, and no reason is known; run the " + "export again.",
            "States.ItemReaderFailed",
            "The list of chunks could not be read; run the export again.",
            "States.ResultWriterFailed",
            "What the converters reported could not be written; run the export again.");

    /// Cuts the cause to the length that a Fail state can hold.
    public FailureReason {
        if (cause.length() > MAX_CAUSE) {
            cause = cause.substring(0, cause.offsetByCodePoints(0, cause.codePointCount(0, MAX_CAUSE - 1))) + "…";
        }
    }

    /// Returns the reason for the `Error` and `Cause` that a state caught.
    ///
    /// @param error an exception's class, or an error name of Step Functions or Lambda; empty if only the
    ///     cause is known
    /// @param cause for an exception, Lambda's error document, whose end may be cut off; otherwise a text
    public static FailureReason of(String error, String cause) {
        String message = errorMessage(cause);
        if (error.isEmpty()) {
            return new FailureReason(ErrorCode.Internal, message);
        }
        if (error.startsWith(FAILURE_PACKAGE)) {
            return ofFailure(error.substring(Math.max(error.lastIndexOf('.'), error.lastIndexOf('$')) + 1), message);
        }
        if (error.equals("States.Permissions") || message.contains("is not authorized to perform")) {
            return new FailureReason(ErrorCode.AccessDenied, "Access denied: " + message);
        }
        String known = KNOWN_ERRORS.get(error);
        if (known != null) {
            return new FailureReason(ErrorCode.Internal, known);
        }
        if (error.equals("States.QueryEvaluationError") && message.contains("'" + INPUT + "'")) {
            return new FailureReason(
                    ErrorCode.InvalidRequest,
                    "The input holds what cannot be computed with, such as a number " + "beyond 1.8E308: " + message);
        }
        if (error.startsWith("Lambda.")) {
            return new FailureReason(
                    ErrorCode.Internal,
                    "AWS Lambda kept failing a step (" + described(error, message) + "); run the export again.");
        }
        return new FailureReason(
                ErrorCode.Internal, "The export failed, which is a defect (" + described(error, message) + ").");
    }

    private static FailureReason ofFailure(String type, String message) {
        if (type.equals(Throttled.class.getSimpleName())) {
            return new FailureReason(
                    ErrorCode.Internal,
                    "AWS kept asking to slow down (" + message
                            + "); run the export again, at a quieter time if it happens again.");
        }
        if (type.equals(Transient.class.getSimpleName())) {
            return new FailureReason(ErrorCode.Internal, "AWS kept failing (" + message + "); run the export again.");
        }
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(type))
                .findFirst()
                .orElse(ErrorCode.Internal);
        return new FailureReason(code, message.isEmpty() ? type : message);
    }

    private static String described(String error, String message) {
        return message.isEmpty() ? error : error + ": " + message;
    }

    /// Returns the message of Lambda's error document, or the text itself if it is not such a document. Step
    /// Functions may have cut off its end.
    private static String errorMessage(String cause) {
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
