package io.featurestore.local.s3.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Holds the signature of a presigned URL and the expected signature.
///
/// @param given the signature in the URL
/// @param expected the signature computed with the secret; empty for an unknown access key
/// @see [version 4](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html)
/// @see [version 2](https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html)
record Signature(String given, String expected) {
    /// The only access key, which is also its secret.
    static final String KEY = "local";

    private static final String VERSION_4 = "AWS4-HMAC-SHA256";
    private static final String SIGNATURE_4 = "X-Amz-Signature";
    /// The parameters that version 2 signs: the list of botocore, except those that are not served.
    private static final Set<String> SIGNED_2 = Set.of(
            "delete",
            "location",
            "partNumber",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "uploadId",
            "uploads");

    static Signature of(S3Request request) {
        return request.has(SIGNATURE_4) ? version4(request) : version2(request);
    }

    boolean isRight() {
        return !expected.isEmpty() && MessageDigest.isEqual(given.getBytes(UTF_8), expected.getBytes(UTF_8));
    }

    private static Signature version4(S3Request request) {
        String given = parameter(request, SIGNATURE_4);
        String[] credential = parameter(request, "X-Amz-Credential").split("/", 2);
        if (credential.length < 2
                || !credential[0].equals(KEY)
                || !parameter(request, "X-Amz-Algorithm").equals(VERSION_4)) {
            return new Signature(given, "");
        }
        String scope = credential[1];
        String text =
                String.join("\n", VERSION_4, parameter(request, "X-Amz-Date"), scope, hex(sha256(canonical(request))));
        byte[] key = ("AWS4" + KEY).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            key = mac("HmacSHA256", key, part);
        }
        return new Signature(given, hex(mac("HmacSHA256", key, text)));
    }

    private static String canonical(S3Request request) {
        Map<String, String> parameters = new TreeMap<>();
        request.query().forEach((name, value) -> parameters.put(encoded(name), encoded(value)));
        parameters.remove(SIGNATURE_4);
        String query = parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&"));
        String signed = parameter(request, "X-Amz-SignedHeaders");
        String headers = List.of(signed.split(";", -1)).stream()
                .map(name -> name + ":"
                        + String.join(
                                        ",",
                                        request.exchange().getRequestHeaders().getOrDefault(name, List.of()))
                                .strip() + "\n")
                .collect(Collectors.joining());
        String content = request.parameter("X-Amz-Content-Sha256")
                .or(() -> request.header("X-Amz-Content-Sha256"))
                .orElse("UNSIGNED-PAYLOAD");
        String path = Percent.decodePath(request.exchange().getRequestURI().getRawPath());
        return String.join("\n", request.method(), Percent.encode(path), query, headers, signed, content);
    }

    private static Signature version2(S3Request request) {
        String given = parameter(request, "Signature");
        if (!parameter(request, "AWSAccessKeyId").equals(KEY)) {
            return new Signature(given, "");
        }
        Map<String, String> headers = new TreeMap<>();
        request.exchange().getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
                headers.put(
                        name.toLowerCase(Locale.ROOT), String.join(",", values).strip());
            }
        });
        String parameters = new TreeMap<>(request.query())
                .entrySet().stream()
                        .filter(e -> SIGNED_2.contains(e.getKey()))
                        .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining("&"));
        String path =
                Objects.requireNonNullElse(request.exchange().getRequestURI().getRawPath(), "/");
        boolean byHost = !Percent.decodePath(path).startsWith("/" + request.bucket());
        String text = request.method() + "\n" + request.header("Content-MD5").orElse("") + "\n"
                + request.header("Content-Type").orElse("") + "\n" + parameter(request, "Expires") + "\n"
                + headers.entrySet().stream()
                        .map(e -> e.getKey() + ":" + e.getValue() + "\n")
                        .collect(Collectors.joining())
                + (byHost ? "/" + request.bucket() : "") + path + (parameters.isEmpty() ? "" : "?" + parameters);
        return new Signature(given, Base64.getEncoder().encodeToString(mac("HmacSHA1", KEY.getBytes(UTF_8), text)));
    }

    private static String parameter(S3Request request, String name) {
        return request.parameter(name).orElse("");
    }

    private static String encoded(String text) {
        return Percent.encode(text).replace("/", "%2F");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
