package io.featurestore.export.benchmarks.converter;

import io.featurestore.failure.ResultChanged;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/// Maps objects to files.
///
/// @param buckets folder by bucket
record LocalFiles(Map<String, Path> buckets) {
    LocalFiles {
        buckets = Map.copyOf(buckets);
    }

    /// Returns an object's version; empty if there is no object.
    Optional<ObjectRef> ref(S3Uri uri) {
        Path file = file(uri);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = Unchecked.get(() -> Files.readAttributes(file, BasicFileAttributes.class));
        // The file key and the time of modification serve as an ETag, as an object is always replaced by a new file.
        return Optional.of(new ObjectRef(
                uri, "\"" + attributes.fileKey() + attributes.lastModifiedTime() + "\"", attributes.size()));
    }

    /// Returns the file of exactly this version.
    Path demand(ObjectRef wanted) {
        if (!ref(wanted.uri()).equals(Optional.of(wanted))) {
            throw new ResultChanged(wanted.uri() + " is no longer the version " + wanted.etag());
        }
        return file(wanted.uri());
    }

    Path file(S3Uri uri) {
        return root(uri.bucket()).resolve(uri.key());
    }

    Path root(String bucket) {
        Path root = buckets.get(bucket);
        if (root == null) {
            throw new IllegalArgumentException("there is no bucket " + bucket);
        }
        return root;
    }
}
