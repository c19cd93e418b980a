package io.featurestore.local.s3.model;

import java.util.Map;

/// Holds the metadata that a client gives for an object.
///
/// @param contentType its `Content-Type`
/// @param headers other headers to be returned with it, such as `Cache-Control`
/// @param user its user metadata; the names, in lower case, without `x-amz-meta-`
public record ObjectMetadata(String contentType, Map<String, String> headers, Map<String, String> user) {
    /// The content type of an object for which the client gives none.
    public static final String DEFAULT_TYPE = "binary/octet-stream";

    public ObjectMetadata {
        headers = Map.copyOf(headers);
        user = Map.copyOf(user);
    }

    public static ObjectMetadata ofType(String contentType) {
        return new ObjectMetadata(contentType, Map.of(), Map.of());
    }
}
