package io.featurestore.local.s3.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names an object or a prefix in S3.
///
/// @param bucket the bucket
/// @param key the key of an object, or the prefix of keys
public record S3Uri(String bucket, String key) {
    private static final Pattern FORM =
            Pattern.compile("s3[an]?://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);

    public static Optional<S3Uri> parse(String uri) {
        Matcher matcher = FORM.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new S3Uri(
                matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse("")));
    }

    /// Returns a prefix whose key is empty or ends with a slash.
    public static S3Uri folder(String uri) {
        S3Uri parsed = parse(uri).orElseThrow(() -> new IllegalArgumentException("Not an S3 URI: " + uri));
        boolean complete = parsed.key().isEmpty() || parsed.key().endsWith("/");
        return complete ? parsed : new S3Uri(parsed.bucket(), parsed.key() + "/");
    }

    public S3Uri resolve(String name) {
        return new S3Uri(bucket, key + name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
