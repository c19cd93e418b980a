package io.featurestore.local.s3.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.S3Errors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the metadata of an object from the headers of a request.
public final class RequestMetadata {
    private static final String USER = "x-amz-meta-";
    private static final int MAX_USER_BYTES = 2048;
    private static final List<String> KEPT =
            List.of("Cache-Control", "Content-Disposition", "Content-Language", "Expires");

    /// The headers of features that are not served, with the values that request nothing special.
    private static final Map<String, Set<String>> UNSERVED = Map.of(
            "x-amz-server-side-encryption-customer-algorithm",
            Set.of(),
            "x-amz-storage-class",
            Set.of("STANDARD"),
            "x-amz-acl",
            Set.of("private", "bucket-owner-full-control"),
            "x-amz-tagging",
            Set.of(""),
            "x-amz-object-lock-mode",
            Set.of(),
            "x-amz-object-lock-legal-hold",
            Set.of("OFF"),
            "x-amz-website-redirect-location",
            Set.of(),
            "x-amz-write-offset-bytes",
            Set.of());

    private RequestMetadata() {}

    public static ObjectMetadata of(S3Request request) {
        checkServed(request);
        Map<String, String> headers = new HashMap<>();
        KEPT.forEach(name -> request.header(name).ifPresent(v -> headers.put(name, v)));
        encoding(request).ifPresent(v -> headers.put("Content-Encoding", v));
        headers.putAll(Encryption.of(request));
        String type = request.header("Content-Type").filter(v -> !v.isBlank()).orElse(ObjectMetadata.DEFAULT_TYPE);
        return new ObjectMetadata(type, headers, user(request));
    }

    /// Refuses headers that request a feature that is not served.
    public static void checkServed(S3Request request) {
        UNSERVED.forEach((name, harmless) -> request.header(name)
                .filter(v -> !harmless.contains(v))
                .ifPresent(v -> {
                    throw S3Errors.notImplemented("the header " + name + ": " + v);
                }));
    }

    /// Returns the content encoding without aws-chunked, which belongs to the request and not to the object.
    private static Optional<String> encoding(S3Request request) {
        String rest = Arrays.stream(
                        request.header("Content-Encoding").orElse("").split(","))
                .map(String::strip)
                .filter(v -> !v.isEmpty() && !v.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    }

    private static Map<String, String> user(S3Request request) {
        Map<String, String> user = new HashMap<>();
        request.exchange().getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(USER)) {
                user.put(name.substring(USER.length()).toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        int bytes = user.entrySet().stream()
                .mapToInt(e -> e.getKey().getBytes(UTF_8).length + e.getValue().getBytes(UTF_8).length)
                .sum();
        if (bytes > MAX_USER_BYTES) {
            throw new ServiceException(
                    400, "MetadataTooLarge", "the user metadata has " + bytes + " bytes, more than " + MAX_USER_BYTES);
        }
        return user;
    }

    /// Adds the metadata to an answer.
    public static void answer(S3Request request, ObjectMetadata metadata) {
        request.answerHeader("Content-Type", metadata.contentType());
        metadata.headers().forEach(request::answerHeader);
        metadata.user().forEach((name, value) -> request.answerHeader(USER + name, value));
    }
}
