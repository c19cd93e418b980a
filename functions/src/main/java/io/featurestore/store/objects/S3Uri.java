package io.featurestore.store.objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.regex.Pattern;

/// Names an object or a prefix on S3.
///
/// @param bucket a bucket name by S3's naming rules
/// @param key an object's key, or a prefix (ends in `/` or is empty); not URL-encoded
public record S3Uri(String bucket, String key) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final String SCHEME = "s3://";
    /// S3's limit on the UTF-8 bytes of a key (docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
    private static final int MAX_KEY_BYTES = 1024;

    /// Refuses a bucket name or a key that S3 does not accept, and keys with empty, `.` or `..` segments.
    public S3Uri {
        Objects.requireNonNull(key, "key is null");
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            throw new IllegalArgumentException("'" + bucket + "' is not a bucket name");
        }
        if (key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("the key is longer than " + MAX_KEY_BYTES + " bytes");
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key holds control characters");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("the key holds a '" + segment + "' segment");
            }
        }
        if (key.startsWith("/") || key.contains("//")) {
            throw new IllegalArgumentException("the key holds an empty segment");
        }
    }

    /// Parses `s3://bucket/key`.
    ///
    /// @throws IllegalArgumentException if it is anything else; the message completes a sentence whose subject is
    ///     the text
    @JsonCreator
    public static S3Uri parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw new IllegalArgumentException("it does not start with s3://");
        }
        int slash = uri.indexOf('/', SCHEME.length());
        if (slash < 0) {
            throw new IllegalArgumentException("it has no '/' after the bucket");
        }
        return new S3Uri(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    /// Returns whether this names a prefix (many objects) instead of one object.
    @com.fasterxml.jackson.annotation.JsonIgnore
    public boolean isPrefix() {
        return key.isEmpty() || key.endsWith("/");
    }

    /// Returns the object with the given name below this prefix, or with the name appended to this key.
    public S3Uri append(String suffix) {
        return new S3Uri(bucket, key + suffix);
    }

    /// Returns `s3://bucket/key`.
    @Override
    @JsonValue
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
