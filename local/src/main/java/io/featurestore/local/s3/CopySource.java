package io.featurestore.local.s3;

import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.protocol.Conditions;
import io.featurestore.local.s3.protocol.Percent;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.OpenObject;
import java.io.IOException;

/// Names the source of a copy.
///
/// @param bucket its bucket
/// @param key its key
record CopySource(String bucket, String key) {
    static final String HEADER = "x-amz-copy-source";

    /// Parses the header `x-amz-copy-source`: `[/]<bucket>/<key>`, percent-encoded.
    static CopySource of(S3Request request) {
        String raw = request.header(HEADER).orElseThrow(() -> S3Errors.invalidArgument(HEADER + " is missing"));
        if (raw.contains("?versionId=")) {
            throw S3Errors.notImplemented("versions");
        }
        String path = Percent.decodePath(raw.startsWith("/") ? raw.substring(1) : raw);
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw S3Errors.invalidArgument(HEADER + " is not <bucket>/<key>: " + raw);
        }
        return new CopySource(path.substring(0, slash), path.substring(slash + 1));
    }

    /// Opens the object, which must meet the conditions of the request.
    OpenObject open(LocalBuckets store, S3Request request) throws IOException {
        OpenObject source = store.objects().open(bucket, key).orElseThrow(() -> S3Errors.noSuchKey(key));
        try {
            Conditions.onSource(request).checkSource(source.info());
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
