package io.featurestore.local.faults;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.http.ServiceException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Identifies the service and the operation of a request.
///
/// @param service the signing name of the service
/// @param operation the operation; an S3 request that has no name here is identified by its HTTP method
record AwsCall(String service, String operation) {
    private static final Pattern SCOPE = Pattern.compile("Credential=[^,/]+/\\d+/[^/]+/([a-z0-9-]+)/aws4_request");
    private static final String COPY = "x-amz-copy-source";

    static AwsCall of(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Matcher scope = SCOPE.matcher(Objects.requireNonNullElse(headers.getFirst("Authorization"), ""));
        String service = scope.find() ? scope.group(1) : "s3";
        String target = headers.getFirst("X-Amz-Target");
        if (target != null) {
            return new AwsCall(service, target.substring(target.lastIndexOf('.') + 1));
        }
        return new AwsCall(service, service.equals("s3") ? s3(exchange) : exchange.getRequestMethod());
    }

    boolean isJson() {
        return !service.equals("s3");
    }

    private static String s3(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
        String query = "&" + Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        boolean copies = exchange.getRequestHeaders().containsKey(COPY);
        boolean upload = query.contains("&uploadId=");
        if (path.indexOf('/', 1) < 0) {
            return switch (method) {
                case "GET" -> query.contains("&uploads") ? "ListMultipartUploads" : "ListObjectsV2";
                case "POST" -> "DeleteObjects";
                case "HEAD" -> "HeadBucket";
                default -> method;
            };
        }
        return switch (method) {
            case "GET" -> upload ? "ListParts" : "GetObject";
            case "HEAD" -> "HeadObject";
            case "PUT" ->
                (upload ? "UploadPart" : copies ? "CopyObject" : "PutObject") + (upload && copies ? "Copy" : "");
            case "POST" -> upload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
            case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
            default -> method;
        };
    }

    /// Returns the throttling error of the service.
    ///
    /// @see [S3's errors](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html)
    /// @see [Common errors](https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html)
    ServiceException throttled() {
        return isJson()
                ? new ServiceException(400, "ThrottlingException", "Rate exceeded")
                : new ServiceException(503, "SlowDown", "Please reduce your request rate.");
    }

    /// Returns the service's error for too many requests. For S3 it has the code of [#throttled] with status 429,
    /// as some deployments of S3 answer.
    ServiceException tooMany() {
        return isJson()
                ? new ServiceException(
                        service.equals("athena") ? 400 : 429, "TooManyRequestsException", "Rate exceeded")
                : new ServiceException(429, "SlowDown", "Please reduce your request rate.");
    }

    ServiceException broken() {
        String code = Map.of(
                        "s3", "InternalError", "athena", "InternalServerException", "glue", "InternalServiceException")
                .getOrDefault(service, "InternalFailure");
        return new ServiceException(
                500,
                code,
                service.equals("s3")
                        ? "We encountered an internal error. Please try again."
                        : "The request processing has failed because of an unknown error.");
    }

    /// Returns the header with which a request demands a certain version of an object.
    static String demand(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return headers.containsKey(COPY) ? COPY + "-if-match" : "If-Match";
    }
}
