package io.featurestore.aws;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Stores objects on S3. A bucket that is missing or in another region is an `InvalidRequest`. Content from
/// memory is sent with its MD5, so that S3 refuses damaged content. A whole object is also sent with its
/// CRC32, which S3 keeps and the SDK compares when the object is read whole. Thread-safe.
public final class S3ObjectStore implements ObjectStore {
    /// Value of `If-None-Match` for writing only if the object does not exist.
    private static final String NONE = "*";

    private final Supplier<S3Client> client;

    /// Creates a store that uses the given clients. It makes no call yet.
    public S3ObjectStore(AwsClients clients) {
        this(clients::s3);
    }

    private S3ObjectStore(Supplier<S3Client> client) {
        this.client = client;
    }

    /// Returns a store for priming before a snapshot. Every read returns `content`, and writes are ignored.
    /// It runs the code of the real store, but no call leaves the process.
    public static ObjectStore rehearsing(byte[] content) {
        S3Client holding = ClientPriming.s3Holding(content);
        return new S3ObjectStore(() -> holding);
    }

    @Override
    public Optional<Described> describe(S3Uri uri) {
        return S3Calls.call("s3:GetObject", uri, () -> {
            try {
                HeadObjectResponse head =
                        s3().headObject(r -> r.bucket(uri.bucket()).key(uri.key()));
                return Optional.of(new Described(
                        new ObjectRef(uri, head.eTag(), head.contentLength()), Map.copyOf(head.metadata())));
            } catch (S3Exception e) {
                if (!S3Calls.notFound(e)) {
                    throw e;
                }
                demandBucket(uri);
                return Optional.empty();
            }
        });
    }

    /// Tells a missing object from a missing bucket, as a HEAD answers 404 for both. Callers without
    /// permission to list the bucket get 403 in any case.
    private void demandBucket(S3Uri uri) {
        try {
            s3().headBucket(r -> r.bucket(uri.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw S3Calls.noBucket(uri.bucket(), e);
            }
            if (e.statusCode() != 403) {
                throw e;
            }
        }
    }

    @Override
    public InputStream open(ObjectRef ref, long start, long end) {
        if (start < 0 || end < start || end > ref.size()) {
            throw new IllegalArgumentException("range [" + start + ", " + end + ") of " + ref);
        }
        if (start == end) {
            return InputStream.nullInputStream();
        }
        return S3Calls.call("s3:GetObject", ref.uri(), () -> {
            try {
                ResponseInputStream<GetObjectResponse> body = s3().getObject(
                                r -> r.bucket(ref.uri().bucket())
                                        .key(ref.uri().key())
                                        .ifMatch(ref.etag())
                                        .range(range(start, end)));
                return new ExactRangeStream(body, ref, end - start);
            } catch (S3Exception e) {
                throw S3Calls.preconditionFailed(e) || S3Calls.notFound(e)
                        ? S3Calls.changed(ref.uri(), ref.etag(), e)
                        : e;
            }
        });
    }

    @Override
    public Optional<Content> load(S3Uri uri, int maxBytes) {
        return S3Calls.whole(() -> readOnce(uri, maxBytes));
    }

    private Optional<Content> readOnce(S3Uri uri, int maxBytes) {
        return S3Calls.call("s3:GetObject", uri, () -> {
            try (ResponseInputStream<GetObjectResponse> body =
                    s3().getObject(r -> r.bucket(uri.bucket()).key(uri.key()).checksumMode(ChecksumMode.ENABLED))) {
                long length = body.response().contentLength();
                if (length > maxBytes) {
                    body.abort();
                    throw new Internal(uri + " holds " + length + " bytes, more than the " + maxBytes + " it may hold");
                }
                ObjectRef ref = new ObjectRef(uri, body.response().eTag(), length);
                return Optional.of(new Content(
                        new ExactRangeStream(body, ref, length).readAllBytes(),
                        Map.copyOf(body.response().metadata())));
            } catch (S3Exception e) {
                if (S3Calls.notFound(e)) {
                    return Optional.empty();
                }
                throw e;
            } catch (IOException e) {
                throw new Transient("reading " + uri + " broke off: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public ObjectRef put(
            S3Uri uri, byte[] content, String contentType, Map<String, String> metadata, IfExists ifExists) {
        return S3Calls.call("s3:PutObject", uri, () -> {
            try {
                String etag = s3().putObject(
                                r -> r.bucket(uri.bucket())
                                        .key(uri.key())
                                        .contentType(contentType)
                                        .contentMD5(md5(content, 0, content.length))
                                        .checksumCRC32(crc32(content))
                                        .metadata(metadata)
                                        .ifNoneMatch(ifNoneMatch(ifExists)),
                                RequestBody.fromBytes(content))
                        .eTag();
                return new ObjectRef(uri, etag, content.length);
            } catch (S3Exception e) {
                throw refused(e, uri, ifExists);
            }
        });
    }

    @Override
    public ObjectRef copy(
            ObjectRef source, S3Uri target, String contentType, Map<String, String> metadata, IfExists ifExists) {
        return S3Calls.call("s3:PutObject (a copy of " + source.uri() + ")", target, () -> {
            try {
                String etag = s3().copyObject(r -> r.sourceBucket(source.uri().bucket())
                                .sourceKey(source.uri().key())
                                .copySourceIfMatch(source.etag())
                                .destinationBucket(target.bucket())
                                .destinationKey(target.key())
                                .contentType(contentType)
                                .metadata(metadata)
                                .metadataDirective(MetadataDirective.REPLACE)
                                .ifNoneMatch(ifNoneMatch(ifExists)))
                        .copyObjectResult()
                        .eTag();
                return new ObjectRef(target, etag, source.size());
            } catch (S3Exception e) {
                boolean targetMet = ifExists == IfExists.REFUSE
                        && S3Calls.preconditionFailed(e)
                        && describe(target).isPresent();
                throw targetMet ? refused(e, target, ifExists) : sourceChanged(e, source);
            }
        });
    }

    @Override
    public Stream<ObjectRef> list(S3Uri prefix) {
        return S3Listing.of(s3(), prefix);
    }

    @Override
    public void delete(List<S3Uri> uris) {
        S3Deletion.of(s3(), uris);
    }

    @Override
    public String startUpload(S3Uri target, String contentType, Map<String, String> metadata) {
        return S3Calls.call("s3:PutObject", target, () -> s3().createMultipartUpload(r -> r.bucket(target.bucket())
                        .key(target.key())
                        .contentType(contentType)
                        .metadata(metadata))
                .uploadId());
    }

    @Override
    public UploadedPart uploadPart(S3Uri target, String uploadId, int number, byte[] content, int offset, int length) {
        return S3Calls.call("s3:PutObject", target, () -> {
            RequestBody body = RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(content, offset, length), length, "application/octet-stream");
            return new UploadedPart(number, uploading(target, uploadId, () -> s3().uploadPart(
                            r -> r.bucket(target.bucket())
                                    .key(target.key())
                                    .uploadId(uploadId)
                                    .partNumber(number)
                                    .contentMD5(md5(content, offset, length)),
                            body)
                    .eTag()));
        });
    }

    @Override
    public UploadedPart copyPart(S3Uri target, String uploadId, int number, ObjectRef source, long start, long end) {
        boolean whole = start == 0 && end == source.size();
        return S3Calls.call("s3:PutObject (a copy of " + source.uri() + ")", target, () -> {
            try {
                return new UploadedPart(number, uploading(target, uploadId, () -> s3().uploadPartCopy(
                                r -> r.sourceBucket(source.uri().bucket())
                                        .sourceKey(source.uri().key())
                                        .copySourceIfMatch(source.etag())
                                        .copySourceRange(whole ? null : range(start, end))
                                        .destinationBucket(target.bucket())
                                        .destinationKey(target.key())
                                        .uploadId(uploadId)
                                        .partNumber(number))
                        .copyPartResult()
                        .eTag()));
            } catch (S3Exception e) {
                throw sourceChanged(e, source);
            }
        });
    }

    @Override
    public ObjectRef completeUpload(S3Uri target, String uploadId, List<UploadedPart> parts, IfExists ifExists) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        String etag = S3Calls.call("s3:PutObject", target, () -> {
            try {
                return uploading(target, uploadId, () -> s3().completeMultipartUpload(r -> r.bucket(target.bucket())
                                .key(target.key())
                                .uploadId(uploadId)
                                .ifNoneMatch(ifNoneMatch(ifExists))
                                .multipartUpload(u -> u.parts(completed)))
                        .eTag());
            } catch (S3Exception e) {
                throw refused(e, target, ifExists);
            }
        });
        return describe(target)
                .map(Described::ref)
                .filter(ref -> ref.etag().equals(etag))
                .orElseThrow(
                        () -> new Transient(target + " was replaced or removed the moment it was " + "written", null));
    }

    @Override
    public void abortUpload(S3Uri target, String uploadId) {
        S3Calls.call("s3:AbortMultipartUpload", target, () -> {
            try {
                return s3().abortMultipartUpload(
                                r -> r.bucket(target.bucket()).key(target.key()).uploadId(uploadId));
            } catch (S3Exception e) {
                if (S3Calls.unknownUpload(e)) {
                    return e;
                }
                throw e;
            }
        });
    }

    @Override
    public void abortUploads(S3Uri prefix) {
        S3Listing.uploads(s3(), prefix)
                .forEach(upload -> abortUpload(new S3Uri(prefix.bucket(), upload.key()), upload.uploadId()));
    }

    @Override
    public void abortEmptyUploads(S3Uri target) {
        S3Listing.uploads(s3(), target)
                .filter(upload -> upload.key().equals(target.key()))
                .filter(upload -> isEmpty(target, upload.uploadId()))
                .forEach(upload -> abortUpload(target, upload.uploadId()));
    }

    private boolean isEmpty(S3Uri target, String uploadId) {
        return S3Calls.call("s3:ListMultipartUploadParts", target, () -> {
            try {
                return s3().listParts(r -> r.bucket(target.bucket())
                                .key(target.key())
                                .uploadId(uploadId)
                                .maxParts(1))
                        .parts()
                        .isEmpty();
            } catch (S3Exception e) {
                if (S3Calls.unknownUpload(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /// Handles an upload that no longer exists. It was aborted, or it was completed by a call whose answer
    /// got lost; a retry finds out which.
    private static <T> T uploading(S3Uri target, String uploadId, Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            if (S3Calls.unknownUpload(e)) {
                throw new Transient("the upload " + uploadId + " of " + target + " does not exist", e);
            }
            throw e;
        }
    }

    private static RuntimeException refused(S3Exception e, S3Uri target, IfExists ifExists) {
        return ifExists == IfExists.REFUSE && S3Calls.preconditionFailed(e) ? new AlreadyExists(target, e) : e;
    }

    private static RuntimeException sourceChanged(S3Exception e, ObjectRef source) {
        return S3Calls.preconditionFailed(e) || AwsErrors.code(e).equals("NoSuchKey")
                ? S3Calls.changed(source.uri(), source.etag(), e)
                : e;
    }

    private static @Nullable String ifNoneMatch(IfExists ifExists) {
        return switch (ifExists) {
            case REFUSE -> NONE;
            case REPLACE -> null;
        };
    }

    private static String range(long start, long end) {
        return "bytes=" + start + "-" + (end - 1);
    }

    private static String crc32(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }

    private static String md5(byte[] content, int offset, int length) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(content, offset, length);
            return Base64.getEncoder().encodeToString(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private S3Client s3() {
        return client.get();
    }
}
