package io.featurestore.local.s3.model;

import io.featurestore.local.http.ServiceException;

/// Builds the errors of S3, as its [list](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html)
/// has them.
public final class S3Errors {
    private S3Errors() {}

    public static ServiceException noSuchBucket(String bucket) {
        return new ServiceException(404, "NoSuchBucket", "there is no bucket " + bucket);
    }

    public static ServiceException noSuchKey(String key) {
        return new ServiceException(404, "NoSuchKey", "there is no object " + key);
    }

    public static ServiceException noSuchUpload(String id) {
        return new ServiceException(
                404, "NoSuchUpload", "there is no multipart upload " + id + "; it may have been completed or aborted");
    }

    public static ServiceException invalidArgument(String message) {
        return new ServiceException(400, "InvalidArgument", message);
    }

    public static ServiceException invalidRequest(String message) {
        return new ServiceException(400, "InvalidRequest", message);
    }

    public static ServiceException invalidPart(String message) {
        return new ServiceException(400, "InvalidPart", message);
    }

    public static ServiceException malformedXml(String message) {
        return new ServiceException(400, "MalformedXML", message);
    }

    public static ServiceException preconditionFailed(String condition) {
        return new ServiceException(412, "PreconditionFailed", "the condition " + condition + " does not hold");
    }

    public static ServiceException tooLarge(String what) {
        return new ServiceException(400, "EntityTooLarge", what);
    }

    public static ServiceException notImplemented(String what) {
        return new ServiceException(501, "NotImplemented", "the embedded S3 does not serve " + what);
    }
}
