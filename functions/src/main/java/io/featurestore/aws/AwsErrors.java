package io.featurestore.aws;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.featurestore.failure.ExportFailure;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception of the SDK means to an export. Answers that are part of a port's contract (not found, precondition
 * failed, invalid query) are caught by the adapter before it comes here; what is left is throttling, a fault, a denial
 * or a defect.
 */
final class AwsErrors {
    /** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and the services' CommonErrors pages. */
    private static final Set<String> DENIALS = Set.of("AccessDenied", "AccessDeniedException", "AllAccessDisabled",
            "AuthFailure", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidAccessKeyId",
            "InvalidClientTokenId", "InvalidSignatureException", "InvalidToken", "MissingAuthenticationToken",
            "NotAuthorized", "OptInRequired", "SignatureDoesNotMatch", "UnauthorizedOperation",
            "UnrecognizedClientException");
    /** Codes that come with a 4xx status and yet pass on a later try; what arrived damaged is sent again. */
    private static final Set<String> FAULTS = Set.of("RequestTimeout", "RequestTimeoutException", "InternalError",
            "InternalFailure", "InternalServerException", "InternalServiceException", "ServiceUnavailable",
            "OperationTimeoutException", "OperationAborted", "ConditionalRequestConflict", "BadDigest",
            "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody");
    private static final Set<String> THROTTLES = Set.of("SlowDown", "TooManyRequestsException", "ThrottlingException",
            "Throttling", "ThrottledException", "RequestLimitExceeded", "ResourceNumberLimitExceededException");

    private AwsErrors() {}

    /**
     * Makes a call and translates what it throws.
     *
     * @param action the IAM action, such as {@code athena:StartQueryExecution}
     * @param resource what it acts on, in words for a person, such as {@code s3://bucket/key} or
     *        {@code work group primary}
     * @throws ExportFailure as {@link #translate} says
     */
    static <T> T call(String action, String resource, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw translate(e, action, resource);
        }
    }

    /**
     * Returns the failure an exception of the SDK means: {@link ExportFailure.Throttled},
     * {@link ExportFailure.Transient}, {@link ExportFailure.AccessDenied} naming action and resource, else
     * {@link ExportFailure.Internal}. The message holds the service's own sentence.
     */
    static ExportFailure translate(SdkException e, String action, String resource) {
        String at = action + " on " + resource;
        if (e instanceof AwsServiceException service) {
            return fromService(service, action, resource);
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException || e.retryable() || has(e, IOException.class)) {
            return new ExportFailure.Transient(at + " got no answer: " + clause(said(e)), e);
        }
        if (said(e).contains("Unable to load credentials")) {
            return new ExportFailure.AccessDenied(at + " was not sent: there are no AWS credentials; set up a role, "
                    + "a profile or the environment variables.", e);
        }
        return new ExportFailure.Internal(at + " failed: " + sentence(said(e)), e);
    }

    private static ExportFailure fromService(AwsServiceException e, String action, String resource) {
        String at = action + " on " + resource;
        String code = code(e);
        if (e.isThrottlingException() || e.statusCode() == 429 || THROTTLES.contains(code)) {
            return new ExportFailure.Throttled(at + " was throttled: " + clause(said(e)), e);
        }
        if (FAULTS.contains(code) || e.statusCode() >= 500) {
            return new ExportFailure.Transient(at + " failed on the service's side: " + clause(said(e)), e);
        }
        if (e.statusCode() == 403 || DENIALS.contains(code) || insufficient(e)) {
            return new ExportFailure.AccessDenied("Access denied: " + action + " on " + resource
                    + ". Allow this action on this resource to the role that runs the export. The service says: "
                    + sentence(said(e)), e);
        }
        return new ExportFailure.Internal(at + " was refused" + (code.isEmpty() ? "" : " (" + code + ")") + ": "
                + sentence(said(e)), e);
    }

    /** Athena and Lake Formation deny with the code of an invalid request. */
    private static boolean insufficient(AwsServiceException e) {
        String said = said(e).toLowerCase(Locale.ROOT);
        return said.contains("insufficient permissions") || said.contains("insufficient lake formation permission")
                || said.contains("is not authorized to perform");
    }

    /** Returns the service's error code; empty where there is none. */
    static String code(AwsServiceException e) {
        if (e.awsErrorDetails() == null) {
            return "";
        }
        String code = e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /** Returns the service's own sentence, without request ids. */
    static String said(SdkException e) {
        @Nullable
        String message = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorMessage()
                : e.getMessage();
        if (message == null || message.isBlank()) {
            message = e.getMessage();
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Returns a service's words as the end of a message. */
    static String sentence(String said) {
        return said.matches("(?s).*[.!?]") ? said : said + ".";
    }

    /** Returns a service's words as a part of a sentence, which is what becomes of a fault that may pass. */
    static String clause(String said) {
        return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
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
