package io.featurestore.local.s3.model;

/// Holds the checksum of an object or a part.
///
/// @param algorithm how it was calculated
/// @param value in Base64; for a composite one, followed by `-<number of parts>`
/// @param type over what
public record Checksum(ChecksumAlgorithm algorithm, String value, Type type) {
    public enum Type {
        /// Over the whole content.
        FULL_OBJECT,
        /// Over the checksums of the parts.
        COMPOSITE
    }

    public static Checksum full(ChecksumAlgorithm algorithm, String value) {
        return new Checksum(algorithm, value, Type.FULL_OBJECT);
    }
}
