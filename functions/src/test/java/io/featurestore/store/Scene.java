package io.featurestore.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/// Holds a request, a feature group and a catalog that match (`scene.json`). Tests change some fields and resolve
/// the table.
public final class Scene {
    private final ObjectNode document;

    private Scene(ObjectNode document) {
        this.document = document;
    }

    /// Returns the unchanged scene, which resolves.
    public static Scene good() {
        try (InputStream in = Scene.class.getResourceAsStream("scene.json")) {
            return new Scene((ObjectNode) Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sets the field at a JSON pointer; null removes it.
    public Scene set(String pointer, JsonNode value) {
        JsonPointer at = JsonPointer.compile(pointer);
        ObjectNode parent = (ObjectNode) document.at(at.head());
        String field = at.last().getMatchingProperty();
        if (value.isNull()) {
            if (parent.remove(field) == null) {
                throw new IllegalArgumentException(pointer + " is not there");
            }
        } else {
            parent.set(field, value);
        }
        return this;
    }

    /// Sets a field to a text.
    public Scene set(String pointer, String value) {
        return set(pointer, document.textNode(value));
    }

    /// Returns the export of the scene's request.
    public Export export() {
        return new RequestReader()
                .read(
                        document.get("request"),
                        new RequestReader.Started(
                                "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:run-1",
                                "run-1",
                                Instant.parse("2026-01-02T03:04:05Z")),
                        new RequestReader.Defaults("exports", "works", "primary"));
    }

    /// Returns the feature groups.
    public FakeFeatureGroups groups() {
        FakeFeatureGroups groups = new FakeFeatureGroups();
        return document.has("group")
                ? groups.with(read(document.get("group"), FeatureGroups.Description.class))
                : groups;
    }

    /// Returns the catalog.
    public FakeCatalog catalog() {
        FakeCatalog catalog = new FakeCatalog();
        document.get("catalog")
                .properties()
                .forEach(e -> catalog.with(e.getKey(), read(e.getValue(), Catalog.Description.class)));
        document.get("registered")
                .properties()
                .forEach(e -> catalog.with(e.getKey(), read(e.getValue(), Catalog.Registered.class)));
        return catalog;
    }

    /// Returns the resolved table.
    public Table table() {
        return TableResolver.resolve(
                export().request().featureGroupName(),
                export().request().database(),
                Caller.ofArn(export().execution().id()),
                groups(),
                catalog());
    }

    private static <T> T read(JsonNode node, Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
