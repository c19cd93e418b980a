package io.featurestore.export.conversion.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import io.featurestore.export.Limits;
import io.featurestore.export.conversion.ByteSink;
import io.featurestore.export.conversion.values.Utf8Text;
import io.featurestore.export.conversion.values.ValueFormatException;

/** Writes values that are JSON text as nested values. */
final class NestedJson {
    /**
     * Proves values: a value is in memory whole, so Jackson's own bounds would only refuse long ones. Of a key that is
     * there twice every reader takes another value, or none.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.MAX_RECORD_BYTES)
                    .maxNameLength(Limits.MAX_RECORD_BYTES)
                    .maxNumberLength(Limits.MAX_RECORD_BYTES)
                    .build())
            .build();

    private NestedJson() {}

    /** Copies JSON text, proven to be one value; text over several lines is written in one. */
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
            // Outside strings a line end is blank space, and inside strings JSON has none that is not escaped.
            out.put(new String(bytes, start, length, StandardCharsets.UTF_8).replaceAll("[\\r\\n]", " ").getBytes(
                    StandardCharsets.UTF_8));
        }
    }

    private static void check(byte[] bytes, int start, int length) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes, start, length)) {
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
