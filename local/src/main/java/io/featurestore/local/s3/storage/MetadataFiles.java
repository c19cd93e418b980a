package io.featurestore.local.s3.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.s3.model.RunningDigest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Stores the metadata of objects, one file per key: `<folder>/<bucket>/<2 digits>/<hash of the key>.json`. Such
/// a file may describe several contents, of which the one is true whose [FileStamp] the object's file has.
/// Written with the old and the new content before the object's file is renamed, it makes that rename the one
/// moment in which both content and metadata change, whatever kills the process in between.
final class MetadataFiles {
    private static final Logger LOG = System.getLogger(MetadataFiles.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Spool spool;

    MetadataFiles(Path folder, Spool spool) {
        this.folder = folder;
        this.spool = spool;
    }

    /// Holds the content of a metadata file.
    ///
    /// @param key the key of the object, for people who read the file
    /// @param contents the contents the object may have
    record Description(String key, List<ObjectInfo> contents) {}

    /// Returns the description of the content with a stamp; empty if another program wrote the content.
    Optional<ObjectInfo> find(String bucket, String key, FileStamp stamp) throws IOException {
        return read(file(bucket, key), bucket + "/" + key).flatMap(description -> description.contents().stream()
                .filter(i -> i.describes(stamp))
                .findFirst());
    }

    private static Optional<Description> read(Path file, String what) throws IOException {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file), Description.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            // A power cut can leave an empty file; the content is still good, and all but what its client said of it
            // can be calculated anew.
            LOG.log(Level.WARNING, () -> "the metadata of " + what + " is lost: cannot read " + file, e);
            return Optional.empty();
        }
    }

    void write(String bucket, String key, List<ObjectInfo> contents) throws IOException {
        Path file = file(bucket, key);
        Files.createDirectories(file.getParent());
        spool.write(file, MAPPER.writeValueAsBytes(new Description(key, contents)));
    }

    void delete(String bucket, String key) throws IOException {
        Files.deleteIfExists(file(bucket, key));
    }

    void deleteAll(String bucket) throws IOException {
        Trees.delete(folder.resolve(bucket));
    }

    /// Returns the key with a hash; empty if no object with such a key was ever written, or if the file cannot be
    /// read.
    Optional<String> key(String bucket, String hash) throws IOException {
        return HASH.matcher(hash).matches()
                ? read(hashed(bucket, hash), bucket + " with the hash " + hash).map(Description::key)
                : Optional.empty();
    }

    /// Returns the hash of a key: 64 hexadecimal digits, which are a file name on every system.
    static String hash(String key) {
        RunningDigest digest = RunningDigest.of("SHA-256");
        byte[] bytes = key.getBytes(UTF_8);
        digest.update(bytes, 0, bytes.length);
        return HexFormat.of().formatHex(digest.value());
    }

    private Path file(String bucket, String key) {
        return hashed(bucket, hash(key));
    }

    private Path hashed(String bucket, String hash) {
        return folder.resolve(bucket).resolve(hash.substring(0, 2)).resolve(hash.substring(2) + ".json");
    }
}
