package io.featurestore.steps.publish;

import java.util.Optional;

import io.featurestore.store.objects.S3Uri;

/**
 * A multipart upload that is about to be started, or was.
 *
 * @param target the object it makes
 * @param uploadId its id; empty before it is known
 */
record OpenUpload(S3Uri target, Optional<String> uploadId) {}
