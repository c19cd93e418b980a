package io.featurestore.local.store;

import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** Small JSON documents that survive a restart, one file each, replaced atomically. Thread-safe. */
public interface Documents {
    /**
     * A document and its name.
     *
     * @param name unique within its kind; any text
     * @param content the document
     */
    record Document(String name, JsonNode content) {}

    /** Returns a document. */
    Optional<JsonNode> read(String kind, String name);

    /** Writes a document, replacing one of that name. */
    void write(String kind, String name, JsonNode content);

    /** Removes a document; one that is not there is no error. */
    void remove(String kind, String name);

    /** Returns all documents of a kind, by name. */
    Stream<Document> list(String kind);
}
