package io.featurestore.steps.publish;

import io.featurestore.store.objects.S3Uri;
import java.util.Optional;

/// Refers to a multipart upload that is being started or was started.
///
/// @param target the object that it creates
/// @param uploadId its id; empty until it is known
record OpenUpload(S3Uri target, Optional<String> uploadId) {}
