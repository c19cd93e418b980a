package io.featurestore.cli.download;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Holds a checksum that S3 has for the whole content of an object.
///
/// @param algorithm how it is computed
/// @param value in lower-case hexadecimal digits, the most significant byte first
record ContentChecksum(Algorithm algorithm, String value) {
    private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

    /// Lists the algorithms of S3.
    enum Algorithm {
        CRC64NVME,
        CRC32,
        CRC32C,
        SHA1,
        SHA256,
        MD5
    }

    /// Computes a checksum of bytes that are given in order.
    interface Running {
        void update(byte[] bytes, int offset, int length);

        /// Returns the value in lower-case hexadecimal digits.
        String value();
    }

    /// Returns the checksum of an object; empty if S3 has none of the whole content.
    ///
    /// An object of a multipart upload may have a composite one, which is made of the checksums of its parts
    /// and cannot be computed from the content alone. The ETag is the MD5 of the content for an object that
    /// was put in one piece and is not encrypted with a KMS key
    /// (docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
    static Optional<ContentChecksum> of(HeadObjectResponse head) {
        Optional<ContentChecksum> given = head.checksumType() == ChecksumType.COMPOSITE
                ? Optional.empty()
                : Stream.of(
                                decoded(Algorithm.CRC64NVME, head.checksumCRC64NVME()),
                                decoded(Algorithm.SHA256, head.checksumSHA256()),
                                decoded(Algorithm.CRC32C, head.checksumCRC32C()),
                                decoded(Algorithm.CRC32, head.checksumCRC32()),
                                decoded(Algorithm.SHA1, head.checksumSHA1()))
                        .flatMap(Optional::stream)
                        .findFirst();
        return given.or(() -> Optional.of(MD5_ETAG.matcher(String.valueOf(head.eTag())))
                .filter(m -> m.matches() && hasPlainETag(head))
                .map(m -> new ContentChecksum(Algorithm.MD5, m.group(1))));
    }

    private static boolean hasPlainETag(HeadObjectResponse head) {
        return head.sseCustomerAlgorithm() == null
                && (head.serverSideEncryption() == null || head.serverSideEncryption() == ServerSideEncryption.AES256);
    }

    private static Optional<ContentChecksum> decoded(Algorithm algorithm, @Nullable String base64) {
        // The dash belongs to a composite checksum, whose type an older answer does not name.
        return base64 == null || base64.contains("-")
                ? Optional.empty()
                : Optional.of(new ContentChecksum(
                        algorithm, HexFormat.of().formatHex(Base64.getDecoder().decode(base64))));
    }

    /// Starts the computation of this checksum over other bytes.
    Running start() {
        return switch (algorithm) {
            case CRC64NVME -> running(new Crc64Nvme(), "%016x");
            case CRC32 -> running(new CRC32(), "%08x");
            case CRC32C -> running(new CRC32C(), "%08x");
            case SHA1 -> running("SHA-1");
            case SHA256 -> running("SHA-256");
            case MD5 -> running("MD5");
        };
    }

    private static Running running(Checksum checksum, String digits) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public String value() {
                return digits.formatted(checksum.getValue());
            }
        };
    }

    private static Running running(String name) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public String value() {
                return HexFormat.of().formatHex(digest.digest());
            }
        };
    }
}
