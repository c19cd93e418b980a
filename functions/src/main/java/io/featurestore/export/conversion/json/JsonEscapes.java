package io.featurestore.export.conversion.json;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import io.featurestore.export.Limits;
import io.featurestore.export.conversion.ByteSink;

/** What a JSON string cannot hold as it is (RFC 8259, section 7). */
final class JsonEscapes {
    /**
     * Proves values: a value is in memory whole, so Jackson's own bounds would only refuse long ones. Of a key that is
     * there twice every reader takes another value, or none.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.MAX_RECORD_BYTES)
                    .maxNameLength(Limits.MAX_RECORD_BYTES)
                    .maxNumberLength(Limits.MAX_RECORD_BYTES)
                    .build())
            .build();
    private static final String HEX = "0123456789abcdef";

    private JsonEscapes() {}

    /** Writes a quote, a backslash or a control character. */
    static void put(byte character, ByteSink out) throws IOException {
        out.put('\\');
        switch (character) {
            case '"', '\\' -> out.put(character);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            case '\b' -> out.put('b');
            case '\f' -> out.put('f');
            default -> {
                out.put('u');
                out.put('0');
                out.put('0');
                out.put(HEX.charAt(character >> 4));
                out.put(HEX.charAt(character & 15));
            }
        }
    }
}
