package io.featurestore.local.s3.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Lists the checksum algorithms of S3 besides MD5. The header `x-amz-checksum-<name>` has a value in Base64.
public enum ChecksumAlgorithm {
    CRC32(4, true),
    CRC32C(4, true),
    CRC64NVME(8, true),
    SHA1(20, false),
    SHA256(32, false);

    /// The algorithm of the checksum that S3 computes of the whole content if the client gives and asks for
    /// none (docs.aws.amazon.com/AmazonS3/latest/API/API_Checksum.html).
    public static final ChecksumAlgorithm DEFAULT = CRC64NVME;

    private final int bytes;
    private final boolean cyclic;

    ChecksumAlgorithm(int bytes, boolean cyclic) {
        this.bytes = bytes;
        this.cyclic = cyclic;
    }

    /// Returns the algorithm with a name in upper or lower case.
    public static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(a -> a.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Returns the length of a value in bytes.
    public int bytes() {
        return bytes;
    }

    /// Returns whether S3 can also compute a checksum of the whole content for an object made of parts.
    public boolean cyclic() {
        return cyclic;
    }

    /// Returns the name of the header with a value.
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /// Returns the name of the XML element with a value.
    public String element() {
        return "Checksum" + name();
    }

    /// Returns a new running checksum.
    public RunningDigest start() {
        return switch (this) {
            case CRC32 -> RunningDigest.of(new CRC32(), bytes);
            case CRC32C -> RunningDigest.of(new CRC32C(), bytes);
            case CRC64NVME -> RunningDigest.of(new Crc64Nvme(), bytes);
            case SHA1 -> RunningDigest.of("SHA-1");
            case SHA256 -> RunningDigest.of("SHA-256");
        };
    }
}
