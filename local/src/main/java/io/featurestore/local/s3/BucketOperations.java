package io.featurestore.local.s3;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.protocol.HttpDates;
import io.featurestore.local.s3.protocol.RequestMetadata;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.protocol.S3Xml;
import io.featurestore.local.s3.storage.BucketFolders.Bucket;
import io.featurestore.local.s3.storage.LocalBuckets;
import java.io.IOException;
import java.util.List;

/// Serves the operations on buckets.
final class BucketOperations {
    private final LocalBuckets store;

    BucketOperations(LocalBuckets store) {
        this.store = store;
    }

    /// Creates a bucket. In us-east-1 it is no error that the bucket exists.
    void create(S3Request request) throws IOException {
        RequestMetadata.checkServed(request);
        boolean created = store.createNew(request.bucket());
        if (!created && !request.isInFirstRegion()) {
            throw new ServiceException(
                    409, "BucketAlreadyOwnedByYou", "the bucket " + request.bucket() + " is there already");
        }
        request.answerHeader("Location", "/" + request.bucket());
        request.answer(200);
    }

    void head(S3Request request) throws IOException {
        store.buckets().require(request.bucket());
        request.answerHeader("x-amz-bucket-region", request.region());
        request.answer(200);
    }

    void location(S3Request request) throws IOException {
        store.buckets().require(request.bucket());
        request.answer(
                200,
                S3Xml.answer(
                        "LocationConstraint", x -> x.characters(request.isInFirstRegion() ? "" : request.region())));
    }

    void delete(S3Request request) throws IOException {
        store.deleteBucket(request.bucket());
        request.answer(204);
    }

    void list(S3Request request) throws IOException {
        List<Bucket> buckets = store.buckets().list();
        request.answer(200, S3Xml.answer("ListAllMyBucketsResult", x -> x.element(
                        "Owner", y -> y.text("ID", "local").text("DisplayName", "local"))
                .element(
                        "Buckets",
                        y -> buckets.forEach(b -> y.element("Bucket", z -> z.text("Name", b.name())
                                .text("CreationDate", HttpDates.document(b.created())))))));
    }
}
