package io.featurestore.local.s3.model;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds the ETags of a header such as `If-Match`.
///
/// @param values ETags without quotes; `*` stands for any
public record ETags(Set<String> values) {
    /// Parses a header. The quotes may be missing, because clients of S3 often omit them.
    public static ETags parse(String header) {
        return new ETags(Arrays.stream(header.split(",")).map(ETags::bare).collect(Collectors.toUnmodifiableSet()));
    }

    public boolean contain(String etag) {
        return values.contains("*") || values.contains(bare(etag));
    }

    /// Returns an ETag without quotes.
    public static String bare(String etag) {
        String value = etag.strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
