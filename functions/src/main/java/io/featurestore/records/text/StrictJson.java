package io.featurestore.records.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.featurestore.records.RecordLimits;
import java.io.IOException;

/// Parses values that are JSON text. The whole value is in memory, so Jackson's own limits of strings, names and
/// numbers would only refuse long ones. Duplicate keys are refused, as readers disagree about which of the values
/// counts.
public final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(RecordLimits.MAX_BYTES)
                    .maxNameLength(RecordLimits.MAX_BYTES)
                    .maxNumberLength(RecordLimits.MAX_BYTES)
                    .build())
            .build();

    private StrictJson() {}

    /// Returns a parser of UTF-8, positioned before the first token.
    public static JsonParser parser(byte[] bytes, int start, int length) throws IOException {
        return FACTORY.createParser(bytes, start, length);
    }
}
