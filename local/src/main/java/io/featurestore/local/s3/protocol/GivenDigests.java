package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.S3Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Holds the digests that a request gives for its body.
///
/// @param md5 of `Content-MD5`, in lower-case hexadecimal digits
/// @param sha256 of `x-amz-content-sha256`, if that is a digest, in Base64
/// @param checksum of `x-amz-checksum-…`
/// @param trailer the algorithm of the checksum that follows the body
public record GivenDigests(
        Optional<String> md5,
        Optional<String> sha256,
        Optional<Checksum> checksum,
        Optional<ChecksumAlgorithm> trailer) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String CHECKSUM = "x-amz-checksum-";

    static GivenDigests of(S3Request request) {
        Optional<Checksum> checksum = checksum(request);
        Optional<ChecksumAlgorithm> trailer = trailer(request);
        if (request.header("x-amz-sdk-checksum-algorithm").isPresent() && checksum.isEmpty() && trailer.isEmpty()) {
            throw S3Errors.invalidRequest(
                    "x-amz-sdk-checksum-algorithm is given, but neither x-amz-checksum-… nor " + "x-amz-trailer");
        }
        return new GivenDigests(
                request.header("Content-MD5").map(GivenDigests::md5),
                request.header("x-amz-content-sha256")
                        .filter(v -> SHA256.matcher(v).matches())
                        .map(v -> Base64.getEncoder()
                                .encodeToString(HexFormat.of().parseHex(v))),
                checksum,
                trailer);
    }

    private static String md5(String header) {
        byte[] digest = decode(header).orElse(new byte[0]);
        if (digest.length != 16) {
            throw new ServiceException(400, "InvalidDigest", "Content-MD5 is no MD5 in Base64: " + header);
        }
        return HexFormat.of().formatHex(digest);
    }

    /// Returns the checksum in the headers of a request.
    public static Optional<Checksum> checksum(S3Request request) {
        List<Checksum> checksums = new ArrayList<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            request.header(algorithm.header()).ifPresent(value -> {
                if (decode(value).filter(v -> v.length == algorithm.bytes()).isEmpty()) {
                    throw S3Errors.invalidRequest(algorithm.header() + " is no such checksum in Base64: " + value);
                }
                checksums.add(Checksum.full(algorithm, value));
            });
        }
        if (checksums.size() > 1) {
            throw S3Errors.invalidRequest("the request has more than one header x-amz-checksum-…");
        }
        return checksums.stream().findFirst();
    }

    private static Optional<ChecksumAlgorithm> trailer(S3Request request) {
        List<ChecksumAlgorithm> algorithms = request.header("x-amz-trailer").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .map(name -> Optional.of(name)
                        .filter(n -> n.startsWith(CHECKSUM))
                        .flatMap(n -> ChecksumAlgorithm.named(n.substring(CHECKSUM.length())))
                        .orElseThrow(() -> S3Errors.invalidRequest("there is no trailer " + name)))
                .toList();
        if (algorithms.size() > 1) {
            throw S3Errors.invalidRequest("the request has more than one trailer x-amz-checksum-…");
        }
        return algorithms.stream().findFirst();
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Returns the algorithms that the verification of the body needs.
    Set<ChecksumAlgorithm> algorithms() {
        Set<ChecksumAlgorithm> algorithms = EnumSet.noneOf(ChecksumAlgorithm.class);
        checksum.ifPresent(c -> algorithms.add(c.algorithm()));
        trailer.ifPresent(algorithms::add);
        sha256.ifPresent(s -> algorithms.add(ChecksumAlgorithm.SHA256));
        return algorithms;
    }

    /// Verifies a body and returns the checksum that the request gives for it.
    Optional<Checksum> verify(Digests.Values body, Map<String, String> trailers) {
        md5.filter(v -> !v.equals(body.md5())).ifPresent(v -> {
            throw mismatch("Content-MD5");
        });
        sha256.filter(v -> !v.equals(body.checksums().get(ChecksumAlgorithm.SHA256)))
                .ifPresent(v -> {
                    throw new ServiceException(
                            400,
                            "XAmzContentSHA256Mismatch",
                            "the body does not have the digest x-amz-content-sha256 says");
                });
        Optional<Checksum> all = checksum.or(() -> trailer.map(a -> Checksum.full(a, trailing(a, trailers))));
        all.filter(c -> !c.value().equals(body.checksums().get(c.algorithm()))).ifPresent(c -> {
            throw mismatch(c.algorithm().header());
        });
        return all;
    }

    private static String trailing(ChecksumAlgorithm algorithm, Map<String, String> trailers) {
        String value = trailers.get(algorithm.header());
        if (value == null) {
            throw new ServiceException(
                    400,
                    "MalformedTrailerError",
                    "the trailer " + algorithm.header() + " was announced, but did not follow the body");
        }
        return value;
    }

    public static ServiceException mismatch(String header) {
        return new ServiceException(400, "BadDigest", "the content does not have the digest " + header + " says");
    }
}
