package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Names the marks in the user metadata of objects. A mark tells what an object is and who wrote it. No
/// request can set metadata, so no output can pass for a document of a work folder.
public final class Marks {
    /// Marks an object that an export published: output, part file, manifest or report. The value is the
    /// execution.
    public static final String PUBLISHED = "export-execution";
    /// Marks a document of a work folder. The value is the document's own key, which holds the execution.
    private static final String DOCUMENT = "export-document";

    private Marks() {}

    /// Returns a text in which characters that an HTTP header cannot carry are written as `%XX`.
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(b > ' ' && b < 0x7f ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return escaped.toString();
    }

    /// Returns the metadata of a document.
    static Map<String, String> ofDocument(S3Uri uri) {
        return Map.of(DOCUMENT, escaped(uri.key()));
    }

    /// Returns whether an object is the document that its key says. An object without any mark is accepted,
    /// because functions of an earlier version wrote documents without one. Whatever a request can cause to
    /// be written is either marked as published, or has a name that Athena or Step Functions chose.
    static boolean isDocument(S3Uri uri, Map<String, String> metadata) {
        String mark = metadata.get(DOCUMENT);
        return !metadata.containsKey(PUBLISHED) && (mark == null || mark.equals(escaped(uri.key())));
    }
}
