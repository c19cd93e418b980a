package io.featurestore.local.s3.storage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.ObjectMetadata;
import io.featurestore.local.s3.model.PartInfo;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.model.UploadInfo;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Stores each multipart upload as a folder `<folder>/<id>` with `upload.json` and, for each part, a file with
/// its bytes under a name of its own and a `part-<number>.json` that points there: the rename of the latter is
/// what makes it the part.
public final class Uploads {
    private static final String DESCRIPTION = "upload.json";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern PART = Pattern.compile("part-\\d{5}\\.json");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final ObjectFiles objects;
    private final Spool spool;
    private final StoreLock lock;

    Uploads(Path folder, ObjectFiles objects, Spool spool, StoreLock lock) {
        this.folder = folder;
        this.objects = objects;
        this.spool = spool;
        this.lock = lock;
    }

    /// Starts an upload.
    public UploadInfo create(
            String bucket,
            String key,
            ObjectMetadata metadata,
            Optional<ChecksumAlgorithm> algorithm,
            Optional<Checksum.Type> type,
            Clock clock)
            throws IOException {
        objects.file(bucket, key);
        String id = UUID.randomUUID().toString().replace("-", "");
        UploadInfo upload = new UploadInfo(
                id, bucket, key, clock.instant().toString(), metadata, algorithm.orElse(null), type.orElse(null));
        try (Draft draft = spool.draft()) {
            Files.createDirectory(draft.path());
            Files.write(draft.path().resolve(DESCRIPTION), MAPPER.writeValueAsBytes(upload));
            lock.writing(() -> {
                objects.requireBucket(bucket);
                draft.moveTo(folder.resolve(id));
                return id;
            });
        }
        return upload;
    }

    /// Returns an upload, which must be for the given key.
    public UploadInfo require(String bucket, String key, String id) throws IOException {
        objects.requireBucket(bucket);
        return read(id).filter(u -> u.isFor(bucket, key)).orElseThrow(() -> S3Errors.noSuchUpload(id));
    }

    private Optional<UploadInfo> read(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            byte[] description = Files.readAllBytes(folder.resolve(id).resolve(DESCRIPTION));
            return Optional.of(MAPPER.readValue(description, UploadInfo.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Turns a finished file into a part and replaces an earlier part of that number.
    public void commit(UploadInfo upload, PartInfo part, Draft draft) throws IOException {
        lock.writing(() -> {
            require(upload.bucket(), upload.key(), upload.id());
            Path home = folder.resolve(upload.id());
            Path description = home.resolve("part-%05d.json".formatted(part.number()));
            Optional<PartInfo> old = readPart(description);
            draft.moveTo(home.resolve(part.file()));
            spool.write(description, MAPPER.writeValueAsBytes(part));
            if (old.isPresent()) {
                Files.deleteIfExists(home.resolve(old.get().file()));
            }
            return part;
        });
    }

    /// Returns the parts, ordered by number.
    public List<PartInfo> parts(UploadInfo upload) throws IOException {
        return lock.reading(() -> {
            require(upload.bucket(), upload.key(), upload.id());
            List<PartInfo> parts = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder.resolve(upload.id()))) {
                for (Path file : files.filter(
                                f -> PART.matcher(f.getFileName().toString()).matches())
                        .toList()) {
                    readPart(file).ifPresent(parts::add);
                }
            }
            parts.sort(Comparator.comparingInt(PartInfo::number));
            return parts;
        });
    }

    private static Optional<PartInfo> readPart(Path description) throws IOException {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(description), PartInfo.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Returns the file with the bytes of a part. It is deleted when the part is replaced or the upload ends.
    public Path content(UploadInfo upload, PartInfo part) {
        return folder.resolve(upload.id()).resolve(part.file());
    }

    /// Ends an upload and removes its parts.
    public void end(UploadInfo upload) throws IOException {
        lock.writing(() -> {
            removeAll(List.of(require(upload.bucket(), upload.key(), upload.id())));
            return upload;
        });
    }

    /// Removes the uploads of a deleted bucket.
    void removeAll(List<UploadInfo> uploads) throws IOException {
        for (UploadInfo upload : uploads) {
            spool.discard(folder.resolve(upload.id()));
        }
    }

    /// Returns the uploads of a bucket, ordered by key and then by start.
    public List<UploadInfo> list(String bucket) throws IOException {
        objects.requireBucket(bucket);
        List<UploadInfo> uploads = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path upload : folders.toList()) {
                read(upload.getFileName().toString())
                        .filter(u -> u.bucket().equals(bucket))
                        .ifPresent(uploads::add);
            }
        }
        uploads.sort(Comparator.comparing(UploadInfo::key, Names.KEY_ORDER)
                .thenComparing(UploadInfo::began)
                .thenComparing(UploadInfo::id));
        return uploads;
    }
}
