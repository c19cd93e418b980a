package io.featurestore.export.benchmarks.converter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

import io.featurestore.failure.ExportFailure;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;

/**
 * Where objects lie.
 *
 * @param buckets folder by bucket
 */
record LocalFiles(Map<String, Path> buckets) {
    /** Copies the folders. */
    LocalFiles {
        buckets = Map.copyOf(buckets);
    }

    /** Returns an object's version; empty where there is none. */
    Optional<ObjectRef> ref(S3Uri uri) {
        Path file = file(uri);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = Unchecked.get(() -> Files.readAttributes(file, BasicFileAttributes.class));
        // Stands for a version as an ETag does: objects are replaced by files that are written anew.
        return Optional.of(new ObjectRef(uri, "\"" + attributes.fileKey() + attributes.lastModifiedTime() + "\"",
                attributes.size()));
    }

    /** Returns the file of exactly this version. */
    Path demand(ObjectRef wanted) {
        if (!ref(wanted.uri()).equals(Optional.of(wanted))) {
            throw new ExportFailure.ResultChanged(wanted.uri() + " is no longer the version " + wanted.etag());
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
