package io.featurestore.local.s3.protocol;

import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.s3.model.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds a request with its bucket and key.
///
/// @param exchange the request and its answer
/// @param method `GET` and so on
/// @param bucket the bucket; empty if the request names none
/// @param key the key; empty if the request names none
/// @param query the parameters, decoded; the first of each name
public record S3Request(HttpExchange exchange, String method, String bucket, String key, Map<String, String> query) {
    private static final Pattern VIRTUAL_HOST = Pattern.compile("(.+)\\.localhost(:\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REGION = Pattern.compile("Credential=[^,]*/([a-z0-9-]+)/s3/aws4_request");
    private static final String FIRST_REGION = "us-east-1";

    /// Parses the first line and the host of a request: `/bucket/key`, or `/key` on the bucket's host.
    public static S3Request parse(HttpExchange exchange) {
        String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
        path = path.startsWith("/") ? path.substring(1) : path;
        Map<String, String> query =
                query(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
        Matcher host = VIRTUAL_HOST.matcher(
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), ""));
        if (host.matches()) {
            return new S3Request(
                    exchange,
                    exchange.getRequestMethod(),
                    host.group(1).toLowerCase(Locale.ROOT),
                    Percent.decodePath(path),
                    query);
        }
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return new S3Request(
                exchange, exchange.getRequestMethod(), Percent.decodePath(bucket), Percent.decodePath(key), query);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                query.putIfAbsent(
                        Percent.decodeQuery(name), equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    public boolean has(String parameter) {
        return query.containsKey(parameter);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// Returns a parameter that is a number of at least 0. A larger number than the highest counts as the
    /// highest.
    public int count(String name, int absent, int highest) {
        String text = parameter(name).orElse("");
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 0) {
                return Math.min(count, highest);
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw S3Errors.invalidArgument(name + " is " + text + ", not a number from 0 to 2147483647");
    }

    public InputStream body() {
        return exchange.getRequestBody();
    }

    /// Returns the region that the client signs for. For this client, all buckets are in that region.
    public String region() {
        String credential = header("Authorization")
                .orElseGet(() -> "Credential=" + parameter("X-Amz-Credential").orElse(""));
        Matcher region = REGION.matcher(credential);
        return region.find() ? region.group(1) : FIRST_REGION;
    }

    /// Returns whether [#region] is us-east-1, whose answers differ from those of other regions.
    public boolean isInFirstRegion() {
        return region().equals(FIRST_REGION);
    }

    /// Adds a header to the answer.
    public void answerHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /// Answers without a body.
    public void answer(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    /// Answers with an XML document.
    public void answer(int status, byte[] xml) throws IOException {
        answerHeader("Content-Type", "application/xml");
        if (method.equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, xml.length);
        exchange.getResponseBody().write(xml);
    }
}
