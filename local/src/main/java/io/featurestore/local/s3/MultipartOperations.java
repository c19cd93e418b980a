package io.featurestore.local.s3;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.PartInfo;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.model.UploadInfo;
import io.featurestore.local.s3.protocol.ByteRange;
import io.featurestore.local.s3.protocol.ChecksumOptions;
import io.featurestore.local.s3.protocol.Conditions;
import io.featurestore.local.s3.protocol.Encryption;
import io.featurestore.local.s3.protocol.GivenDigests;
import io.featurestore.local.s3.protocol.HttpDates;
import io.featurestore.local.s3.protocol.NamedParts;
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
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Serves the operations on one multipart upload.
final class MultipartOperations {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private static final int MAX_PARTS = 10_000;
    private static final long MAX_PART_BYTES = 5L << 30;

    private final LocalBuckets store;
    private final Clock clock;

    MultipartOperations(LocalBuckets store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void create(S3Request request) throws IOException {
        Optional<ChecksumAlgorithm> algorithm =
                request.header("x-amz-checksum-algorithm").map(ChecksumOptions::algorithm);
        Optional<Checksum.Type> type = ChecksumOptions.type(request.header("x-amz-checksum-type"), algorithm);
        UploadInfo upload = store.uploads()
                .create(request.bucket(), request.key(), RequestMetadata.of(request), algorithm, type, clock);
        algorithm.ifPresent(a -> request.answerHeader("x-amz-checksum-algorithm", a.name()));
        type.ifPresent(t -> request.answerHeader("x-amz-checksum-type", t.name()));
        Encryption.answer(request, upload.metadata());
        request.answer(200, S3Xml.answer("InitiateMultipartUploadResult", x -> x.text("Bucket", upload.bucket())
                .text("Key", upload.key())
                .text("UploadId", upload.id())));
    }

    void uploadPart(S3Request request) throws IOException {
        UploadInfo upload = upload(request);
        int number = number(request);
        Set<ChecksumAlgorithm> wanted = upload.checksumAlgorithm().map(Set::of).orElse(Set.of());
        try (Received body = RequestBody.of(request, wanted).receive(store.spool(), MAX_PART_BYTES)) {
            Optional<Checksum> checksum = upload.checksumAlgorithm()
                    .flatMap(a -> body.digests().checksum(a))
                    .or(body::checksum);
            PartInfo part = commit(upload, number, body.digests(), checksum, body.draft());
            request.answerHeader("ETag", part.etag());
            Encryption.answer(request, upload.metadata());
            checksum.ifPresent(c -> request.answerHeader(c.algorithm().header(), c.value()));
        }
        request.answer(200);
    }

    void copyPart(S3Request request) throws IOException {
        UploadInfo upload = upload(request);
        int number = number(request);
        try (OpenObject source = CopySource.of(request).open(store, request)) {
            long size = source.info().size();
            Optional<ByteRange> range =
                    request.header("x-amz-copy-source-range").map(r -> ByteRange.parseSource(r, size));
            long length = range.map(ByteRange::length).orElse(size);
            if (length > MAX_PART_BYTES) {
                throw S3Errors.tooLarge("the part has " + length + " bytes, more than " + MAX_PART_BYTES);
            }
            Digests digests =
                    new Digests(upload.checksumAlgorithm().map(Set::of).orElse(Set.of()));
            try (Draft draft = store.spool()
                    .receive(
                            Transfers.range(
                                    source.channel(),
                                    range.map(ByteRange::first).orElse(0L),
                                    length),
                            digests,
                            length)) {
                Digests.Values values = digests.values();
                Optional<Checksum> checksum = upload.checksumAlgorithm().flatMap(values::checksum);
                PartInfo part = commit(upload, number, values, checksum, draft);
                Encryption.answer(request, upload.metadata());
                request.answer(200, S3Xml.answer("CopyPartResult", x -> {
                    x.text("LastModified", HttpDates.document(part.lastModified()))
                            .text("ETag", part.etag());
                    checksum.ifPresent(c -> x.text(c.algorithm().element(), c.value()));
                }));
            }
        }
    }

    private PartInfo commit(
            UploadInfo upload, int number, Digests.Values digests, Optional<Checksum> checksum, Draft draft)
            throws IOException {
        PartInfo part = new PartInfo(
                number,
                digests.size(),
                digests.etag(),
                clock.instant().toString(),
                checksum.orElse(null),
                UUID.randomUUID() + ".bytes");
        store.uploads().commit(upload, part, draft);
        return part;
    }

    void complete(S3Request request) throws IOException {
        UploadInfo upload = upload(request);
        Precondition condition = Conditions.onTarget(request);
        byte[] body = request.body().readNBytes(S3Service.MAX_XML_BYTES);
        XmlElement document = XmlElement.parse(body, "CompleteMultipartUpload");
        List<PartInfo> parts = NamedParts.select(document, store.uploads().parts(upload));
        checkSize(request, parts);
        ObjectInfo object = new Assembly(store).complete(upload, parts, condition, GivenDigests.checksum(request));
        Encryption.answer(request, upload.metadata());
        request.answer(200, S3Xml.answer("CompleteMultipartUploadResult", x -> {
            x.text(
                    "Location",
                    "http://" + request.header("Host").orElse("localhost")
                            + request.exchange().getRequestURI().getRawPath());
            x.text("Bucket", upload.bucket()).text("Key", upload.key()).text("ETag", object.etag());
            Optional.ofNullable(object.checksum())
                    .ifPresent(c -> x.text(c.algorithm().element(), c.value()).text("ChecksumType", c.type()));
        }));
    }

    private static void checkSize(S3Request request, List<PartInfo> parts) {
        String size = Long.toString(parts.stream().mapToLong(PartInfo::size).sum());
        request.header("x-amz-mp-object-size")
                .filter(given -> !given.equals(size))
                .ifPresent(given -> {
                    throw S3Errors.invalidRequest(
                            "x-amz-mp-object-size is " + given + ", but the parts have " + size + " bytes");
                });
    }

    void abort(S3Request request) throws IOException {
        store.uploads().end(upload(request));
        request.answer(204);
    }

    void listParts(S3Request request) throws IOException {
        UploadInfo upload = upload(request);
        int max = request.count("max-parts", S3Service.PAGE, S3Service.PAGE);
        int marker = request.count("part-number-marker", 0, MAX_PARTS);
        List<PartInfo> later = store.uploads().parts(upload).stream()
                .filter(p -> p.number() > marker)
                .toList();
        List<PartInfo> page = later.subList(0, Math.min(max, later.size()));
        request.answer(200, S3Xml.answer("ListPartsResult", x -> {
            x.text("Bucket", upload.bucket()).text("Key", upload.key()).text("UploadId", upload.id());
            x.text("PartNumberMarker", marker);
            x.text("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number());
            x.text("MaxParts", max).text("IsTruncated", page.size() < later.size());
            x.text("StorageClass", "STANDARD");
            upload.checksumAlgorithm().ifPresent(a -> x.text("ChecksumAlgorithm", a));
            Optional.ofNullable(upload.type()).ifPresent(t -> x.text("ChecksumType", t));
            page.forEach(p -> x.element("Part", y -> describe(y, p)));
        }));
    }

    private static void describe(S3Xml xml, PartInfo part) {
        xml.text("PartNumber", part.number())
                .text("LastModified", HttpDates.document(part.lastModified()))
                .text("ETag", part.etag())
                .text("Size", part.size());
        Optional.ofNullable(part.checksum())
                .ifPresent(c -> xml.text(c.algorithm().element(), c.value()));
    }

    private UploadInfo upload(S3Request request) throws IOException {
        return store.uploads()
                .require(
                        request.bucket(),
                        request.key(),
                        request.parameter("uploadId").orElse(""));
    }

    private static int number(S3Request request) {
        String text = request.parameter("partNumber").orElse("");
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MAX_PARTS) {
                return number;
            }
        }
        throw S3Errors.invalidArgument("the number of a part is 1 to " + MAX_PARTS + ", not " + text);
    }
}
