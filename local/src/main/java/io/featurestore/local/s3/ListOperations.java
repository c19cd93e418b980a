package io.featurestore.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.protocol.HttpDates;
import io.featurestore.local.s3.protocol.Percent;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.protocol.S3Xml;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.ObjectPage;
import io.featurestore.local.s3.storage.UploadPage;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Serves the listings of objects and of multipart uploads.
final class ListOperations {
    private final LocalBuckets store;

    ListOperations(LocalBuckets store) {
        this.store = store;
    }

    /// Serves ListObjectsV2.
    void objects(S3Request request) throws IOException {
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        Optional<String> token = request.parameter("continuation-token").filter(t -> !t.isEmpty());
        Optional<String> startAfter = request.parameter("start-after");
        String after =
                token.map(ListOperations::decodeToken).or(() -> startAfter).orElse("");
        int max = request.count("max-keys", S3Service.PAGE, S3Service.PAGE);
        ObjectPage page = ObjectPage.read(store.objects(), request.bucket(), prefix, delimiter, after, max);
        UnaryOperator<String> encode = encoding(request);
        request.answer(200, S3Xml.answer("ListBucketResult", x -> {
            x.text("Name", request.bucket()).text("Prefix", encode.apply(prefix));
            token.ifPresent(t -> x.text("ContinuationToken", t));
            startAfter.ifPresent(s -> x.text("StartAfter", encode.apply(s)));
            x.text("KeyCount", page.size()).text("MaxKeys", max).text("IsTruncated", page.truncated());
            page.next().ifPresent(n -> x.text("NextContinuationToken", encodeToken(n)));
            describe(x, request, delimiter, encode, page);
        }));
    }

    /// Serves ListObjects, the first version.
    void objectsV1(S3Request request) throws IOException {
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        String marker = request.parameter("marker").orElse("");
        int max = request.count("max-keys", S3Service.PAGE, S3Service.PAGE);
        ObjectPage page = ObjectPage.read(store.objects(), request.bucket(), prefix, delimiter, marker, max);
        UnaryOperator<String> encode = encoding(request);
        request.answer(200, S3Xml.answer("ListBucketResult", x -> {
            x.text("Name", request.bucket())
                    .text("Prefix", encode.apply(prefix))
                    .text("Marker", encode.apply(marker));
            x.text("MaxKeys", max).text("IsTruncated", page.truncated());
            // Without a delimiter the last key is the marker, and S3 does not repeat it.
            page.next().filter(n -> !delimiter.isEmpty()).ifPresent(n -> x.text("NextMarker", encode.apply(n)));
            describe(x, request, delimiter, encode, page);
        }));
    }

    private static void describe(
            S3Xml xml, S3Request request, String delimiter, UnaryOperator<String> encode, ObjectPage page) {
        if (!delimiter.isEmpty()) {
            xml.text("Delimiter", encode.apply(delimiter));
        }
        request.parameter("encoding-type").ifPresent(e -> xml.text("EncodingType", e));
        page.objects()
                .forEach(o -> xml.element("Contents", y -> {
                    y.text("Key", encode.apply(o.key()))
                            .text("LastModified", HttpDates.document(o.info().lastModified()));
                    y.text("ETag", o.info().etag());
                    Optional.ofNullable(o.info().checksum()).ifPresent(c -> y.text("ChecksumAlgorithm", c.algorithm())
                            .text("ChecksumType", c.type()));
                    y.text("Size", o.info().size()).text("StorageClass", "STANDARD");
                }));
        page.commonPrefixes().forEach(p -> xml.element("CommonPrefixes", y -> y.text("Prefix", encode.apply(p))));
    }

    /// Serves ListMultipartUploads.
    void uploads(S3Request request) throws IOException {
        if (request.has("delimiter")) {
            throw S3Errors.notImplemented("a delimiter in the listing of multipart uploads");
        }
        String prefix = request.parameter("prefix").orElse("");
        String keyMarker = request.parameter("key-marker").orElse("");
        String idMarker = request.parameter("upload-id-marker").orElse("");
        int max = request.count("max-uploads", S3Service.PAGE, S3Service.PAGE);
        UploadPage page = UploadPage.of(store.uploads().list(request.bucket()), prefix, keyMarker, idMarker, max);
        UnaryOperator<String> encode = encoding(request);
        request.answer(200, S3Xml.answer("ListMultipartUploadsResult", x -> {
            x.text("Bucket", request.bucket()).text("KeyMarker", encode.apply(keyMarker));
            x.text("UploadIdMarker", idMarker);
            x.text("Prefix", encode.apply(prefix)).text("MaxUploads", max).text("IsTruncated", page.truncated());
            if (page.truncated()) {
                x.text("NextKeyMarker", encode.apply(page.uploads().getLast().key()));
                x.text("NextUploadIdMarker", page.uploads().getLast().id());
            }
            request.parameter("encoding-type").ifPresent(e -> x.text("EncodingType", e));
            page.uploads()
                    .forEach(u -> x.element("Upload", y -> y.text("UploadId", u.id())
                            .text("Key", encode.apply(u.key()))
                            .text("Initiated", HttpDates.document(u.began()))
                            .text("StorageClass", "STANDARD")));
        }));
    }

    private static UnaryOperator<String> encoding(S3Request request) {
        return request.parameter("encoding-type")
                .<UnaryOperator<String>>map(type -> {
                    if (!type.equals("url")) {
                        throw S3Errors.invalidArgument("encoding-type is " + type + "; the only one is url");
                    }
                    return Percent::encode;
                })
                .orElse(UnaryOperator.identity());
    }

    private static String encodeToken(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(UTF_8));
    }

    private static String decodeToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("the continuation token is none that was given");
        }
    }
}
