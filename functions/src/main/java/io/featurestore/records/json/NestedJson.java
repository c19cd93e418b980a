package io.featurestore.records.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.featurestore.records.ByteSink;
import io.featurestore.records.text.StrictJson;
import io.featurestore.records.text.Utf8Text;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes values that are JSON text as nested values.
final class NestedJson {
    private NestedJson() {}

    /// Copies JSON text after validating that it is one JSON value. Line ends become blanks.
    static void write(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        boolean oneLine = true;
        for (int i = start; i < start + length; i++) {
            oneLine &= bytes[i] != '\n' && bytes[i] != '\r';
        }
        Utf8Text.demand(bytes, start, length);
        check(bytes, start, length);
        if (oneLine) {
            out.put(bytes, start, length);
        } else {
            // Outside strings, a line end is white space. Inside strings, JSON has only escaped line ends.
            out.put(new String(bytes, start, length, StandardCharsets.UTF_8)
                    .replaceAll("[\\r\\n]", " ")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void check(byte[] bytes, int start, int length) throws IOException {
        try (JsonParser json = StrictJson.parser(bytes, start, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new ValueFormatException("is not JSON");
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new ValueFormatException("is more than one JSON value");
            }
        } catch (JsonProcessingException e) {
            throw new ValueFormatException("is not JSON: " + e.getOriginalMessage());
        }
    }
}
