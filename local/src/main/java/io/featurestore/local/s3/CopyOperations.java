package io.featurestore.local.s3;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.protocol.ChecksumOptions;
import io.featurestore.local.s3.protocol.Conditions;
import io.featurestore.local.s3.protocol.Encryption;
import io.featurestore.local.s3.protocol.HttpDates;
import io.featurestore.local.s3.protocol.RequestMetadata;
import io.featurestore.local.s3.protocol.S3Request;
import io.featurestore.local.s3.protocol.S3Xml;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.ObjectInfo;
import io.featurestore.local.s3.storage.OpenObject;
import io.featurestore.local.s3.storage.Precondition;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Serves copies of whole objects.
final class CopyOperations {
    private static final Pattern MD5 = Pattern.compile("\"[0-9a-f]{32}\"");

    private final LocalBuckets store;

    CopyOperations(LocalBuckets store) {
        this.store = store;
    }

    /// Holds a finished copy before it becomes an object.
    private record Copy(Draft draft, String etag, Optional<Checksum> checksum) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            draft.close();
        }
    }

    void copy(S3Request request) throws IOException {
        store.objects().file(request.bucket(), request.key());
        Precondition condition = Conditions.onTarget(request);
        CopySource from = CopySource.of(request);
        boolean replace = replacesMetadata(request);
        if (!replace && from.equals(new CopySource(request.bucket(), request.key()))) {
            throw S3Errors.invalidRequest(
                    "a copy of an object to itself changes nothing, unless " + "x-amz-metadata-directive is REPLACE");
        }
        RequestMetadata.checkServed(request);
        try (OpenObject source = from.open(store, request);
                Copy copy =
                        copy(source, request.header("x-amz-checksum-algorithm").map(ChecksumOptions::algorithm))) {
            ObjectMetadata metadata = replace
                    ? RequestMetadata.of(request)
                    : Encryption.ofCopy(request, source.info().metadata());
            ObjectInfo object = store.objects()
                    .commit(
                            request.bucket(),
                            request.key(),
                            copy.draft(),
                            Encryption.etag(metadata, copy.etag()),
                            metadata,
                            copy.checksum(),
                            condition);
            Encryption.answer(request, metadata);
            request.answer(200, S3Xml.answer("CopyObjectResult", x -> {
                x.text("LastModified", HttpDates.document(object.lastModified()))
                        .text("ETag", object.etag());
                copy.checksum().ifPresent(c -> x.text(c.algorithm().element(), c.value())
                        .text("ChecksumType", c.type()));
            }));
        }
    }

    private static boolean replacesMetadata(S3Request request) {
        return request.header("x-amz-metadata-directive")
                .map(directive -> switch (directive) {
                    case "COPY" -> false;
                    case "REPLACE" -> true;
                    default ->
                        throw S3Errors.invalidArgument(
                                "x-amz-metadata-directive is neither COPY nor REPLACE: " + directive);
                })
                .orElse(false);
    }

    /// Copies the content. It reads the bytes only if the ETag or the checksum of the copy is not that of the
    /// source.
    private Copy copy(OpenObject source, Optional<ChecksumAlgorithm> asked) throws IOException {
        ObjectInfo info = source.info();
        if (info.size() > ObjectOperations.MAX_PUT_BYTES) {
            throw S3Errors.invalidRequest("the source has " + info.size() + " bytes; an object larger than "
                    + ObjectOperations.MAX_PUT_BYTES + " bytes is copied in parts");
        }
        Optional<Checksum> known = Optional.ofNullable(info.checksum());
        ChecksumAlgorithm algorithm =
                asked.or(() -> known.map(Checksum::algorithm)).orElse(ChecksumAlgorithm.DEFAULT);
        Optional<Checksum> kept =
                known.filter(c -> c.type() == Checksum.Type.FULL_OBJECT).filter(c -> c.algorithm() == algorithm);
        if (MD5.matcher(info.etag()).matches() && !Encryption.usesKms(info.metadata()) && kept.isPresent()) {
            return new Copy(duplicate(source), info.etag(), kept);
        }
        Digests digests = new Digests(Set.of(algorithm));
        Draft draft = store.spool().receive(Transfers.range(source.channel(), 0, info.size()), digests, info.size());
        Digests.Values values = digests.values();
        return new Copy(draft, values.etag(), values.checksum(algorithm));
    }

    private Draft duplicate(OpenObject source) throws IOException {
        Draft draft = store.spool().draft();
        try (FileChannel out =
                FileChannel.open(draft.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Transfers.copy(source.channel(), 0, source.info().size(), out);
            return draft;
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
    }
}
