package io.featurestore.local.s3.protocol;

import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.S3Errors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Reads and answers the headers of server-side encryption. The service keeps what a client asks for and
/// returns it with the object, but encrypts nothing
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html).
public final class Encryption {
    private static final String ALGORITHM = "x-amz-server-side-encryption";
    private static final String KEY = "x-amz-server-side-encryption-aws-kms-key-id";
    private static final String BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled";
    private static final List<String> HEADERS = List.of(ALGORITHM, KEY, BUCKET_KEY);
    private static final String KMS = "aws:kms";
    private static final Set<String> KNOWN = Set.of("AES256", KMS, "aws:kms:dsse");

    private Encryption() {}

    /// Returns the headers of encryption of a request that creates an object.
    static Map<String, String> of(S3Request request) {
        Map<String, String> given = new HashMap<>();
        HEADERS.forEach(name -> request.header(name).ifPresent(value -> given.put(name, value)));
        String algorithm = given.getOrDefault(ALGORITHM, "");
        if (!algorithm.isEmpty() && !KNOWN.contains(algorithm)) {
            throw S3Errors.invalidArgument("The encryption method specified is not supported: " + algorithm);
        }
        if (given.containsKey(KEY) && !algorithm.startsWith(KMS)) {
            throw S3Errors.invalidArgument(
                    "Server Side Encryption with AWS KMS managed key requires HTTP header " + ALGORITHM + " : " + KMS);
        }
        return given;
    }

    /// Returns metadata of a source with the encryption of the request, which a copy does not take from its
    /// source.
    public static ObjectMetadata ofCopy(S3Request request, ObjectMetadata source) {
        Map<String, String> headers = new HashMap<>(source.headers());
        headers.keySet().removeAll(HEADERS);
        headers.putAll(of(request));
        return new ObjectMetadata(source.contentType(), headers, source.user());
    }

    /// Returns whether an object is encrypted with a KMS key. Its ETag is then no digest of its content.
    public static boolean usesKms(ObjectMetadata metadata) {
        return metadata.headers().getOrDefault(ALGORITHM, "").startsWith(KMS);
    }

    /// Returns the ETag of an object that is written in one request: the digest, or with a KMS key anything
    /// else (docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
    public static String etag(ObjectMetadata metadata, String digest) {
        return usesKms(metadata) ? '"' + UUID.randomUUID().toString().replace("-", "") + '"' : digest;
    }

    /// Adds the headers of encryption to the answer of a request that wrote an object or a part.
    public static void answer(S3Request request, ObjectMetadata metadata) {
        HEADERS.forEach(name -> {
            String value = metadata.headers().get(name);
            if (value != null) {
                request.answerHeader(name, value);
            }
        });
    }
}
