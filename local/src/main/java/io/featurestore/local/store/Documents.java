package io.featurestore.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/// Stores small JSON documents that survive a restart. Each document is replaced atomically. Thread-safe.
public interface Documents {
    /// A document and its name.
    ///
    /// @param name the name, any text, unique within the kind
    /// @param content the document
    record Document(String name, JsonNode content) {}

    /// Returns a document, or empty if there is none.
    Optional<JsonNode> read(String kind, String name);

    /// Writes a document. Replaces a document with the same name.
    void write(String kind, String name, JsonNode content);

    /// Removes a document. Does nothing if there is none.
    void remove(String kind, String name);

    /// Returns all documents of a kind, sorted by name.
    Stream<Document> list(String kind);
}
