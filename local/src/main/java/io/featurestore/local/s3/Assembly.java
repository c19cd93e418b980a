package io.featurestore.local.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.ETags;
import io.featurestore.local.s3.model.PartInfo;
import io.featurestore.local.s3.model.RunningDigest;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.model.UploadInfo;
import io.featurestore.local.s3.protocol.GivenDigests;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.ObjectInfo;
import io.featurestore.local.s3.storage.Precondition;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Assembles an object from the parts of an upload.
final class Assembly {
    private static final int BUFFER_BYTES = 128 << 10;

    private final LocalBuckets store;

    Assembly(LocalBuckets store) {
        this.store = store;
    }

    /// Joins the parts in the given order and ends the upload.
    ///
    /// @param expected the checksum that the client expects of the object
    ObjectInfo complete(UploadInfo upload, List<PartInfo> parts, Precondition condition, Optional<Checksum> expected)
            throws IOException {
        try (Draft draft = store.spool().draft()) {
            concatenate(upload, parts, draft.path());
            Optional<Checksum> checksum = checksum(upload, parts, draft.path());
            expected.filter(e -> !checksum.equals(Optional.of(e))).ifPresent(e -> {
                throw GivenDigests.mismatch(e.algorithm().header());
            });
            return store.lock().writing(() -> {
                store.uploads().require(upload.bucket(), upload.key(), upload.id());
                ObjectInfo object = store.objects()
                        .commit(
                                upload.bucket(),
                                upload.key(),
                                draft,
                                etag(parts),
                                upload.metadata(),
                                checksum,
                                condition);
                store.uploads().end(upload);
                return object;
            });
        }
    }

    private void concatenate(UploadInfo upload, List<PartInfo> parts, Path target) throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (PartInfo part : parts) {
                try (FileChannel in = FileChannel.open(store.uploads().content(upload, part))) {
                    Transfers.copy(in, 0, part.size(), out);
                } catch (NoSuchFileException e) {
                    store.uploads().require(upload.bucket(), upload.key(), upload.id());
                    throw S3Errors.invalidPart(
                            "part " + part.number() + " was replaced while the upload was being " + "completed");
                }
            }
        }
    }

    /// Returns the ETag as S3 computes it: the MD5 of the MD5s of the parts, and their number.
    private static String etag(List<PartInfo> parts) {
        RunningDigest digest = RunningDigest.of("MD5");
        for (PartInfo part : parts) {
            digest.update(HexFormat.of().parseHex(ETags.bare(part.etag())), 0, 16);
        }
        return '"' + HexFormat.of().formatHex(digest.value()) + "-" + parts.size() + '"';
    }

    private static Optional<Checksum> checksum(UploadInfo upload, List<PartInfo> parts, Path content)
            throws IOException {
        if (upload.algorithm() == null || upload.type() == null) {
            ChecksumAlgorithm algorithm = ChecksumAlgorithm.DEFAULT;
            return Optional.of(Checksum.full(algorithm, overAll(algorithm, content)));
        }
        ChecksumAlgorithm algorithm = upload.algorithm();
        return Optional.of(
                switch (upload.type()) {
                    case FULL_OBJECT -> Checksum.full(algorithm, overAll(algorithm, content));
                    case COMPOSITE ->
                        new Checksum(
                                algorithm, overParts(algorithm, parts) + "-" + parts.size(), Checksum.Type.COMPOSITE);
                });
    }

    private static String overAll(ChecksumAlgorithm algorithm, Path content) throws IOException {
        RunningDigest digest = algorithm.start();
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Base64.getEncoder().encodeToString(digest.value());
    }

    private static String overParts(ChecksumAlgorithm algorithm, List<PartInfo> parts) {
        RunningDigest digest = algorithm.start();
        for (PartInfo part : parts) {
            Checksum checksum = part.checksumOf(algorithm)
                    .orElseThrow(() -> S3Errors.invalidPart("part " + part.number() + " has no checksum " + algorithm));
            digest.update(Base64.getDecoder().decode(checksum.value().getBytes(US_ASCII)), 0, algorithm.bytes());
        }
        return Base64.getEncoder().encodeToString(digest.value());
    }
}
