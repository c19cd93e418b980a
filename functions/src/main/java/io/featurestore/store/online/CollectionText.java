package io.featurestore.store.online;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.ValueFormatException;
import io.featurestore.store.Table.Collection;
import io.featurestore.store.Table.CollectionType;
import io.featurestore.store.Table.FeatureType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Writes a value of a List, Set or Vector feature as a JSON list of strings, which is what `ValueAsStringList` of a
/// put takes (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_FeatureValue.html). Reads a JSON
/// list, as the query selects an array. Whole numbers keep their digits, other numbers become plain text. Elements
/// that a Set has more than once are written once. An instance holds the last value that it read.
final class CollectionText {
    private static final int MAX_ELEMENT_BYTES = 358_400;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final FeatureType type;
    private final Collection collection;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> seen = new HashSet<>();
    private int elements;
    private int elementBytes;

    CollectionText(FeatureType type, Collection collection) {
        this.type = type;
        this.collection = collection;
    }

    /// Returns the JSON list of strings for a JSON list.
    ///
    /// @throws ValueFormatException if a put does not accept the value
    byte[] of(byte[] bytes, int start, int length) {
        text.setLength(0);
        text.append('[');
        seen.clear();
        elements = 0;
        elementBytes = 0;
        try (JsonParser parser = JSON.createParser(bytes, start, length)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw noList();
            }
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                add(token, parser);
            }
            if (parser.nextToken() != null) {
                throw noList();
            }
        } catch (IOException e) {
            throw noList();
        }
        collection.dimension().ifPresent(dimension -> {
            if (elements != dimension) {
                throw new ValueFormatException(
                        "has " + elements + " elements, and the Vector feature has the dimension " + dimension);
            }
        });
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Returns the number of bytes of the last value's elements, which a put counts.
    int elementBytes() {
        return elementBytes;
    }

    private void add(JsonToken token, JsonParser parser) throws IOException {
        String element =
                switch (token) {
                    case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                        element(token, parser.getText());
                    case VALUE_NULL ->
                        throw new ValueFormatException(
                                "has an element that is NULL, which a put does not accept; leave "
                                        + "it out with filter(…, x -> x IS NOT NULL) in columns");
                    default ->
                        throw new ValueFormatException(
                                "has an element that is a list or an object; a put accepts texts " + "and numbers");
                };
        if (collection.type() == CollectionType.SET && !seen.add(element)) {
            return;
        }
        int size = element.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_ELEMENT_BYTES) {
            throw new ValueFormatException(
                    "has an element of " + size + " bytes, and a put accepts at most " + MAX_ELEMENT_BYTES);
        }
        text.append(elements == 0 ? "\"" : ",\"");
        JsonStringEncoder.getInstance().quoteAsString(element, text);
        text.append('"');
        elements++;
        elementBytes += size;
    }

    private String element(JsonToken token, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return switch (type) {
            case STRING -> {
                if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                    throw new ValueFormatException("has an element with half a surrogate pair, which is no character");
                }
                yield token == JsonToken.VALUE_NUMBER_FLOAT && NumberText.isFinite(bytes, 0, bytes.length)
                        ? plain(value)
                        : value;
            }
            case INTEGRAL -> integral(bytes);
            case FRACTIONAL -> {
                if (!NumberText.isFinite(bytes, 0, bytes.length)) {
                    throw noNumber(value);
                }
                yield plain(value);
            }
        };
    }

    private static String integral(byte[] bytes) {
        String value = new String(bytes, StandardCharsets.UTF_8);
        if (!NumberText.isFinite(bytes, 0, bytes.length)) {
            throw noNumber(value);
        }
        try {
            return Long.toString(NumberText.exact(bytes, 0, bytes.length).longValueExact());
        } catch (ArithmeticException e) {
            throw new ValueFormatException("has the element " + value
                    + ", which is not a whole number of 64 bits, as the Integral feature " + "requires");
        }
    }

    private static String plain(String value) {
        return value.indexOf('E') < 0 && value.indexOf('e') < 0 ? value : new BigDecimal(value).toPlainString();
    }

    private static ValueFormatException noNumber(String value) {
        return new ValueFormatException("has the element '" + value + "', which is not a number");
    }

    private ValueFormatException noList() {
        return new ValueFormatException("is not a JSON list, which the "
                + collection.type().name().charAt(0)
                + collection.type().name().substring(1).toLowerCase(Locale.ROOT) + " feature requires");
    }
}
