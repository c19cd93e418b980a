package io.featurestore.local.s3;

import com.sun.net.httpserver.HttpExchange;
import io.featurestore.local.http.HttpService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.protocol.BucketOwners;
import io.featurestore.local.s3.protocol.PresignedUrls;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.protocol.S3Xml;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.FullDisk;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// Serves S3 over HTTP: buckets, objects with conditions, ranges and checksums, copies, multipart uploads,
/// listings and presigned URLs, as the AWS SDKs and the AWS CLI use them, by path (`/bucket/key`) or by host
/// (`bucket.localhost`). It accepts every request, so it is registered last. The operations are those of
/// docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html.
///
/// The sender of a request is not authenticated: everybody who reaches the port may call every operation.
/// Presigned URLs are checked, because they can be handed on: a URL is valid for one method, key and time,
/// and is signed with the access key `local` and the secret `local`. The lengths and digests that a client
/// sends with its content are always checked. An operation that S3 has and this service does not have is
/// refused with 501 `NotImplemented`. There are no versions, access control lists, tags or storage classes.
/// Headers of encryption are kept and returned, and nothing is encrypted. One account owns all buckets.
public final class S3Service implements HttpService {
    /// The most entries on one page of a listing.
    static final int PAGE = 1000;

    /// The most bytes of a request's document, enough for 10,000 parts with checksums.
    static final int MAX_XML_BYTES = 8 << 20;

    private static final List<String> UNSERVED = List.of(
            "accelerate",
            "acl",
            "analytics",
            "annotation",
            "attributes",
            "cors",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "versionId",
            "versioning",
            "versions",
            "website");

    private final LocalBuckets store;
    private final Clock clock;
    private final String account;
    private final BucketOperations buckets;
    private final ObjectOperations objects;
    private final CopyOperations copies;
    private final ListOperations lists;
    private final MultipartOperations uploads;

    /// Serves buckets.
    ///
    /// @param buckets the buckets
    /// @param clock tells when presigned URLs have expired and uploads began
    /// @param account the account that owns all buckets
    public S3Service(LocalBuckets buckets, Clock clock, String account) {
        this.store = buckets;
        this.clock = clock;
        this.account = account;
        this.buckets = new BucketOperations(buckets);
        this.objects = new ObjectOperations(buckets);
        this.copies = new CopyOperations(buckets);
        this.lists = new ListOperations(buckets);
        this.uploads = new MultipartOperations(buckets, clock);
    }

    @Override
    public boolean accepts(HttpExchange exchange) {
        return true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            S3Request request = S3Request.parse(exchange);
            PresignedUrls.check(request, clock);
            UNSERVED.stream().filter(request::has).findFirst().ifPresent(parameter -> {
                throw S3Errors.notImplemented("?" + parameter);
            });
            if (BucketOwners.expectsAnother(request, account)) {
                store.buckets().require(request.bucket());
                throw new ServiceException(403, "AccessDenied", "Access Denied");
            }
            if (request.bucket().isEmpty()) {
                serveRoot(request);
            } else if (request.key().isEmpty()) {
                serveBucket(request);
            } else {
                serveObject(request);
            }
        } catch (IOException e) {
            if (exchange.getResponseCode() != -1) {
                throw e;
            }
            // Where it is the client that went away, this answer goes nowhere.
            throw FullDisk.of(e)
                    .map(full -> new ServiceException(400, "DiskFull", full))
                    .orElseGet(() ->
                            new ServiceException(500, "InternalError", "the embedded S3 cannot read or write: " + e));
        }
    }

    private void serveRoot(S3Request request) throws IOException {
        if (!request.method().equals("GET")) {
            throw notAllowed(request);
        }
        buckets.list(request);
    }

    private void serveBucket(S3Request request) throws IOException {
        switch (request.method()) {
            case "PUT" -> buckets.create(request);
            case "HEAD" -> buckets.head(request);
            case "DELETE" -> buckets.delete(request);
            case "GET" -> listBucket(request);
            case "POST" -> {
                if (!request.has("delete")) {
                    throw S3Errors.notImplemented("a POST to a bucket without ?delete");
                }
                objects.deleteMany(request);
            }
            default -> throw notAllowed(request);
        }
    }

    private void listBucket(S3Request request) throws IOException {
        if (request.has("location")) {
            buckets.location(request);
        } else if (request.has("uploads")) {
            lists.uploads(request);
        } else if (request.parameter("list-type").filter("2"::equals).isPresent()) {
            lists.objects(request);
        } else {
            lists.objectsV1(request);
        }
    }

    private void serveObject(S3Request request) throws IOException {
        boolean inUpload = request.has("uploadId");
        boolean partAlone = request.has("partNumber") && !inUpload;
        if (partAlone) {
            throw S3Errors.notImplemented("?partNumber without ?uploadId");
        }
        switch (request.method()) {
            case "PUT" -> putObject(request, inUpload);
            case "HEAD" -> objects.head(request);
            case "GET" -> {
                if (inUpload) {
                    uploads.listParts(request);
                } else {
                    objects.get(request);
                }
            }
            case "DELETE" -> {
                if (inUpload) {
                    uploads.abort(request);
                } else {
                    objects.delete(request);
                }
            }
            case "POST" -> postObject(request, inUpload);
            default -> throw notAllowed(request);
        }
    }

    private void putObject(S3Request request, boolean inUpload) throws IOException {
        boolean copy = request.header(CopySource.HEADER).isPresent();
        if (inUpload && copy) {
            uploads.copyPart(request);
        } else if (inUpload) {
            uploads.uploadPart(request);
        } else if (copy) {
            copies.copy(request);
        } else {
            objects.put(request);
        }
    }

    private void postObject(S3Request request, boolean inUpload) throws IOException {
        if (request.has("uploads")) {
            uploads.create(request);
        } else if (inUpload) {
            uploads.complete(request);
        } else {
            throw S3Errors.notImplemented("a POST to an object without ?uploads or ?uploadId");
        }
    }

    private static ServiceException notAllowed(S3Request request) {
        return new ServiceException(405, "MethodNotAllowed", request.method() + " is not allowed here");
    }

    @Override
    public void renderError(HttpExchange exchange, ServiceException error) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD") || error.status() == 304) {
            exchange.sendResponseHeaders(error.status(), -1);
            return;
        }
        byte[] body = S3Xml.error(x -> x.text("Code", error.code())
                .text("Message", String.valueOf(error.getMessage()))
                .text("Resource", String.valueOf(exchange.getRequestURI().getRawPath()))
                .text("RequestId", String.valueOf(exchange.getResponseHeaders().getFirst("x-amz-request-id"))));
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(error.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
