package io.featurestore.local.s3;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.protocol.ByteRange;
import io.featurestore.local.s3.protocol.Conditions;
import io.featurestore.local.s3.protocol.Encryption;
import io.featurestore.local.s3.protocol.HttpDates;
import io.featurestore.local.s3.protocol.RequestBody;
import io.featurestore.local.s3.protocol.RequestBody.Received;
import io.featurestore.local.s3.protocol.RequestMetadata;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.protocol.S3Xml;
import io.featurestore.local.s3.protocol.XmlElement;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.ObjectInfo;
import io.featurestore.local.s3.storage.OpenObject;
import io.featurestore.local.s3.storage.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Serves the operations on one object, except copies.
final class ObjectOperations {
    /// The most bytes of an object that one request can put.
    static final long MAX_PUT_BYTES = 5L << 30;

    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type",
            "Content-Type",
            "response-content-language",
            "Content-Language",
            "response-expires",
            "Expires",
            "response-cache-control",
            "Cache-Control",
            "response-content-disposition",
            "Content-Disposition",
            "response-content-encoding",
            "Content-Encoding");

    private final LocalBuckets store;

    ObjectOperations(LocalBuckets store) {
        this.store = store;
    }

    void put(S3Request request) throws IOException {
        store.objects().file(request.bucket(), request.key());
        Precondition condition = Conditions.onTarget(request);
        ObjectMetadata metadata = RequestMetadata.of(request);
        try (Received body =
                RequestBody.of(request, Set.of(ChecksumAlgorithm.DEFAULT)).receive(store.spool(), MAX_PUT_BYTES)) {
            Optional<Checksum> checksum =
                    body.checksum().or(() -> body.digests().checksum(ChecksumAlgorithm.DEFAULT));
            ObjectInfo object = store.objects()
                    .commit(
                            request.bucket(),
                            request.key(),
                            body.draft(),
                            Encryption.etag(metadata, body.digests().etag()),
                            metadata,
                            checksum,
                            condition);
            request.answerHeader("ETag", object.etag());
            Encryption.answer(request, metadata);
            checksum.ifPresent(c -> answerChecksum(request, c));
        }
        request.answer(200);
    }

    void get(S3Request request) throws IOException {
        OpenObject found = store.objects()
                .open(request.bucket(), request.key())
                .orElseThrow(() -> S3Errors.noSuchKey(request.key()));
        try (OpenObject object = found) {
            ObjectInfo info = object.info();
            if (isKnown(request, info)) {
                return;
            }
            Optional<ByteRange> range = range(request, info);
            long length = answerHead(request, info, range);
            request.exchange().sendResponseHeaders(range.isPresent() ? 206 : 200, length == 0 ? -1 : length);
            Transfers.copy(
                    object.channel(),
                    range.map(ByteRange::first).orElse(0L),
                    length,
                    request.exchange().getResponseBody());
        }
    }

    void head(S3Request request) throws IOException {
        ObjectInfo info = store.objects()
                .find(request.bucket(), request.key())
                .orElseThrow(() -> S3Errors.noSuchKey(request.key()));
        if (!isKnown(request, info)) {
            Optional<ByteRange> range = range(request, info);
            long length = answerHead(request, info, range);
            request.answerHeader("Content-Length", Long.toString(length));
            request.answer(range.isPresent() ? 206 : 200);
        }
    }

    /// Returns whether the client already has the object, and if so, answers the request.
    private static boolean isKnown(S3Request request, ObjectInfo info) throws IOException {
        return switch (Conditions.onReading(request).check(info)) {
            case PROCEED -> false;
            case NOT_MODIFIED -> {
                answerIdentity(request, info);
                request.answer(304);
                yield true;
            }
        };
    }

    private static Optional<ByteRange> range(S3Request request, ObjectInfo info) {
        return request.header("Range").flatMap(r -> ByteRange.parse(r, info.size()));
    }

    /// Adds the headers of an answer with content, and returns the length of the content.
    private static long answerHead(S3Request request, ObjectInfo info, Optional<ByteRange> range) {
        RequestMetadata.answer(request, info.metadata());
        OVERRIDES.forEach((parameter, header) -> request.parameter(parameter).ifPresent(value -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw S3Errors.invalidArgument(parameter + " has control characters");
            }
            request.answerHeader(header, value);
        }));
        answerIdentity(request, info);
        request.answerHeader("Accept-Ranges", "bytes");
        Optional<Checksum> checksum = Optional.ofNullable(info.checksum());
        if (range.isEmpty()
                && request.header("x-amz-checksum-mode")
                        .filter("ENABLED"::equalsIgnoreCase)
                        .isPresent()) {
            checksum.ifPresent(c -> answerChecksum(request, c));
        }
        range.ifPresent(
                r -> request.answerHeader("Content-Range", "bytes " + r.first() + "-" + r.last() + "/" + info.size()));
        return range.map(ByteRange::length).orElse(info.size());
    }

    private static void answerIdentity(S3Request request, ObjectInfo info) {
        request.answerHeader("ETag", info.etag());
        request.answerHeader("Last-Modified", HttpDates.header(info.lastModified()));
    }

    static void answerChecksum(S3Request request, Checksum checksum) {
        request.answerHeader(checksum.algorithm().header(), checksum.value());
        request.answerHeader("x-amz-checksum-type", checksum.type().name());
    }

    void delete(S3Request request) throws IOException {
        store.objects().delete(request.bucket(), request.key(), Conditions.onTarget(request));
        request.answer(204);
    }

    void deleteMany(S3Request request) throws IOException {
        store.buckets().require(request.bucket());
        byte[] body = RequestBody.of(request, Set.of()).readAll(S3Service.MAX_XML_BYTES);
        XmlElement delete = XmlElement.parse(body, "Delete");
        List<XmlElement> objects = delete.all("Object");
        if (objects.isEmpty() || objects.size() > 1000) {
            throw S3Errors.malformedXml("a Delete has 1 to 1000 objects, not " + objects.size());
        }
        boolean quiet = delete.child("Quiet")
                .filter(q -> q.strip().equalsIgnoreCase("true"))
                .isPresent();
        record Outcome(String key, Optional<ServiceException> error) {}
        List<Outcome> outcomes = new ArrayList<>();
        for (XmlElement object : objects) {
            String key = object.required("Key");
            outcomes.add(new Outcome(key, deleteOne(request.bucket(), key, object)));
        }
        request.answer(200, S3Xml.answer("DeleteResult", x -> {
            for (Outcome outcome : outcomes) {
                outcome.error()
                        .ifPresentOrElse(
                                e -> x.element("Error", y -> y.text("Key", outcome.key())
                                        .text("Code", e.code())
                                        .text("Message", String.valueOf(e.getMessage()))),
                                () -> {
                                    if (!quiet) {
                                        x.element("Deleted", y -> y.text("Key", outcome.key()));
                                    }
                                });
            }
        }));
    }

    private Optional<ServiceException> deleteOne(String bucket, String key, XmlElement object) throws IOException {
        try {
            if (object.child("VersionId").filter(v -> !v.equals("null")).isPresent()) {
                throw S3Errors.notImplemented("versions");
            }
            store.objects()
                    .delete(
                            bucket,
                            key,
                            object.child("ETag")
                                    .<Precondition>map(e -> new Precondition.Matching(ETags.parse(e)))
                                    .orElseGet(Precondition.None::new));
            return Optional.empty();
        } catch (ServiceException e) {
            return Optional.of(e);
        }
    }
}
