package io.featurestore.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Stores documents as files `<folder>/<kind>/<encoded name>.json`, each `{"name":…,"content":…}`.
final class DocumentFiles implements Documents {
    private static final String SUFFIX = ".json";
    private static final String TEMPORARY = ".temporary";
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /// The longest encoded name that is used as it is. Longer names are cut and get a hash, because file systems
    /// limit a name to 255 bytes.
    private static final int MAX_PLAIN_NAME = 180;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Path folder;

    private DocumentFiles(Path folder) {
        this.folder = folder;
    }

    /// Opens a folder of documents and deletes the unfinished files of a killed process.
    static DocumentFiles open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(TEMPORARY))
                    .toList()) {
                Files.delete(file);
            }
        }
        return new DocumentFiles(folder);
    }

    @Override
    public Optional<JsonNode> read(String kind, String name) {
        return load(file(kind, name)).map(Document::content);
    }

    @Override
    public void write(String kind, String name, JsonNode content) {
        Path file = file(kind, name);
        try {
            Files.createDirectories(file.getParent());
            byte[] text = MAPPER.writeValueAsBytes(
                    MAPPER.createObjectNode().put("name", name).set("content", content));
            Path temporary = Files.createTempFile(file.getParent(), "", TEMPORARY);
            try {
                Files.write(temporary, text);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    @Override
    public void remove(String kind, String name) {
        Path file = file(kind, name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file, e);
        }
    }

    @Override
    public Stream<Document> list(String kind) {
        try (Stream<Path> files = Files.list(folder(kind))) {
            return files
                    .filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .map(DocumentFiles::load)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Document::name))
                    .toList()
                    .stream();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder(kind), e);
        }
    }

    private static Optional<Document> load(Path file) {
        try {
            JsonNode document = MAPPER.readTree(Files.readAllBytes(file));
            return Optional.of(new Document(document.required("name").textValue(), document.required("content")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException("Cannot read " + file, new IOException(e));
        }
    }

    private Path folder(String kind) {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("Not a valid kind of document: " + kind);
        }
        return folder.resolve(kind);
    }

    private Path file(String kind, String name) {
        String encoded = encode(name);
        if (encoded.length() > MAX_PLAIN_NAME) {
            encoded = encoded.substring(0, MAX_PLAIN_NAME - 66) + "%-" + hash(name);
        }
        return folder(kind).resolve(encoded + SUFFIX);
    }

    /// Encodes a name. Upper-case letters are encoded too, because some file systems ignore case.
    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 16);
        for (byte b : name.getBytes(UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String hash(String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
