package io.featurestore.aws;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/// Translates exceptions of the SDK into failures of an export. An adapter first handles the answers that are
/// part of its port's contract (not found, precondition failed, invalid query). The remaining exceptions mean
/// throttling, a service fault, a denial or a defect.
final class AwsErrors {
    /// Error codes of denials (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and the services'
    /// CommonErrors).
    private static final Set<String> DENIALS = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AllAccessDisabled",
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "InvalidToken",
            "MissingAuthenticationToken",
            "NotAuthorized",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnauthorizedOperation",
            "UnrecognizedClientException");
    /// Error codes that a later attempt may not meet, although some come with a 4xx status. Damaged content is
    /// sent again.
    private static final Set<String> FAULTS = Set.of(
            "RequestTimeout",
            "RequestTimeoutException",
            "InternalError",
            "InternalFailure",
            "InternalServerException",
            "InternalServiceException",
            "ServiceUnavailable",
            "OperationTimeoutException",
            "OperationAborted",
            "ConditionalRequestConflict",
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "IncompleteBody");
    private static final Set<String> THROTTLES = Set.of(
            "SlowDown",
            "TooManyRequestsException",
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "RequestLimitExceeded",
            "ResourceNumberLimitExceededException");

    private AwsErrors() {}

    /// Makes a call and translates its exceptions.
    ///
    /// @param action the IAM action, such as `athena:StartQueryExecution`
    /// @param resource the resource in words, such as `s3://bucket/key` or `work group primary`
    /// @throws Failure as described at [#translate]
    static <T> T call(String action, String resource, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw translate(e, action, resource);
        }
    }

    /// Returns the failure for an exception of the SDK: [Throttled], [Transient], [AccessDenied] with action and
    /// resource, or [Internal]. The message contains the service's own message.
    static Failure translate(SdkException e, String action, String resource) {
        String at = action + " on " + resource;
        if (e instanceof AwsServiceException service) {
            return fromService(service, action, resource);
        }
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException
                || e.retryable()
                || has(e, IOException.class)) {
            return new Transient(at + " got no answer: " + clause(message(e)), e);
        }
        if (message(e).contains("Unable to load credentials")) {
            return new AccessDenied(
                    at + " was not sent: there are no AWS credentials; set up a role, "
                            + "a profile or the environment variables.",
                    e);
        }
        return new Internal(at + " failed: " + sentence(message(e)), e);
    }

    private static Failure fromService(AwsServiceException e, String action, String resource) {
        String at = action + " on " + resource;
        String code = code(e);
        if (e.isThrottlingException() || e.statusCode() == 429 || THROTTLES.contains(code)) {
            return new Throttled(at + " was throttled: " + clause(message(e)), e);
        }
        if (FAULTS.contains(code) || e.statusCode() >= 500) {
            return new Transient(at + " failed on the service's side: " + clause(message(e)), e);
        }
        if (e.statusCode() == 403 || DENIALS.contains(code) || insufficient(e)) {
            return new AccessDenied(
                    "Access denied: " + action + " on " + resource
                            + ". Allow this action on this resource to the role that runs the export. The service says: "
                            + sentence(message(e)),
                    e);
        }
        return new Internal(
                at + " was refused" + (code.isEmpty() ? "" : " (" + code + ")") + ": " + sentence(message(e)), e);
    }

    /// Returns whether the message tells of a denial. Athena and Lake Formation deny with the code of an invalid
    /// request.
    private static boolean insufficient(AwsServiceException e) {
        String text = message(e).toLowerCase(Locale.ROOT);
        return text.contains("insufficient permissions")
                || text.contains("insufficient lake formation permission")
                || text.contains("is not authorized to perform");
    }

    /// Returns the service's error code; empty if there is none.
    static String code(AwsServiceException e) {
        if (e.awsErrorDetails() == null) {
            return "";
        }
        String code = e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /// Returns the service's own message, without request IDs.
    static String message(SdkException e) {
        @Nullable
        String message = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorMessage()
                : e.getMessage();
        if (message == null || message.isBlank()) {
            message = e.getMessage();
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /// Returns the text with a full stop at its end, if it has no other final mark.
    static String sentence(String text) {
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    /// Returns the text without a final full stop, to be used inside a sentence.
    static String clause(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
