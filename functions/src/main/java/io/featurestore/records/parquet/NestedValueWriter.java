package io.featurestore.records.parquet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.featurestore.records.ColumnType;
import io.featurestore.records.text.Spelling;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/// Writes a JSON value of a known type to Parquet. There is one writer for each node of the type.
sealed interface NestedValueWriter {
    /// The largest number of characters of a bad value in a message.
    int SHOWN = 80;

    /// The JSON text that is being read.
    ///
    /// @param json a parser, positioned at the first token of the value
    /// @param bytes the bytes of the JSON text
    /// @param start the index in `bytes` at which the text starts
    record Source(JsonParser json, byte[] bytes, int start) {
        ValueFormatException bad(String text, String reason) {
            return new ValueFormatException("holds '" + Spelling.shorten(text, SHOWN) + "' at '"
                    + json.getParsingContext().pathAsPointer() + "', which " + reason);
        }

        ValueFormatException unexpected(String wanted) throws IOException {
            return bad(json.getText(), "is not " + wanted);
        }
    }

    /// Writes the value, which is not null, and leaves the parser at its last token.
    void write(Source source, RecordConsumer to) throws IOException;

    /// Returns the writer for a type.
    static NestedValueWriter of(ColumnType type) {
        return switch (type) {
            case ColumnType.Array array -> new ArrayWriter(of(array.element()));
            case ColumnType.Map map -> new MapWriter(ScalarWriter.of(map.key()), of(map.value()));
            case ColumnType.Row row -> new RowWriter(row);
            case ColumnType.Simple simple ->
                switch (simple) {
                    case BOOLEAN -> new Leaf(ScalarWriter.of(type), Leaf.Kind.BOOLEAN);
                    case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE ->
                        new Leaf(ScalarWriter.of(type), Leaf.Kind.NUMBER);
                    case JSON, UNKNOWN -> new RawJson();
                    case VARCHAR,
                            CHAR,
                            VARBINARY,
                            DATE,
                            TIME,
                            UUID,
                            IPADDRESS,
                            INTERVAL_DAY_TO_SECOND,
                            INTERVAL_YEAR_TO_MONTH -> new Leaf(ScalarWriter.of(type), Leaf.Kind.TEXT);
                };
            case ColumnType.Decimal _ -> new Leaf(ScalarWriter.of(type), Leaf.Kind.NUMBER);
            case ColumnType.Timestamp _ -> new Leaf(ScalarWriter.of(type), Leaf.Kind.TEXT);
        };
    }

    /// Writes a value of a simple type. A value that JSON has no form for (NaN, timestamps) is a string of
    /// Athena's text.
    record Leaf(ScalarWriter scalar, Kind kind) implements NestedValueWriter {
        enum Kind {
            BOOLEAN,
            NUMBER,
            TEXT
        }

        @Override
        public void write(Source source, RecordConsumer to) throws IOException {
            JsonToken token = source.json().currentToken();
            boolean fits =
                    switch (kind) {
                        case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
                        case NUMBER -> token.isNumeric() || token == JsonToken.VALUE_STRING;
                        case TEXT -> token == JsonToken.VALUE_STRING;
                    };
            if (!fits) {
                throw source.unexpected(
                        switch (kind) {
                            case BOOLEAN -> "true or false";
                            case NUMBER -> "a number";
                            case TEXT -> "a string";
                        });
            }
            writeText(source, source.json().getText(), scalar, to);
        }
    }

    /// Writes a value of type json or of unknown type as its own JSON text.
    record RawJson() implements NestedValueWriter {
        @Override
        public void write(Source source, RecordConsumer to) throws IOException {
            JsonParser json = source.json();
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            json.finishToken();
            int length = (int) json.currentLocation().getByteOffset() - from;
            to.addBinary(Binary.fromReusedByteArray(source.bytes(), source.start() + from, length));
        }
    }

    /// Writes an array as a Parquet list, which has three levels.
    record ArrayWriter(NestedValueWriter element) implements NestedValueWriter {
        @Override
        public void write(Source source, RecordConsumer to) throws IOException {
            JsonParser json = source.json();
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw source.unexpected("an array");
            }
            to.startGroup();
            boolean any = false;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (!any) {
                    to.startField(ParquetSchema.LIST, 0);
                    any = true;
                }
                to.startGroup();
                writeField(ParquetSchema.ELEMENT, 0, element, source, to);
                to.endGroup();
            }
            if (any) {
                to.endField(ParquetSchema.LIST, 0);
            }
            to.endGroup();
        }
    }

    /// Writes an object as a map. The names of its members are the keys.
    record MapWriter(ScalarWriter key, NestedValueWriter value) implements NestedValueWriter {
        @Override
        public void write(Source source, RecordConsumer to) throws IOException {
            JsonParser json = source.json();
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw source.unexpected("an object");
            }
            to.startGroup();
            boolean any = false;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                if (!any) {
                    to.startField(ParquetSchema.KEY_VALUE, 0);
                    any = true;
                }
                to.startGroup();
                to.startField(ParquetSchema.KEY, 0);
                writeText(source, json.currentName(), key, to);
                to.endField(ParquetSchema.KEY, 0);
                json.nextToken();
                writeField(ParquetSchema.VALUE, 1, value, source, to);
                to.endGroup();
            }
            if (any) {
                to.endField(ParquetSchema.KEY_VALUE, 0);
            }
            to.endGroup();
        }
    }

    /// Writes a row, given as an object by field names (ignoring case) or as an array by position. A missing
    /// field is NULL.
    final class RowWriter implements NestedValueWriter {
        private final List<String> names;
        private final List<NestedValueWriter> fields;
        private final Map<String, Integer> positions = new HashMap<>();

        RowWriter(ColumnType.Row row) {
            names = row.fields().stream().map(ColumnType.Field::name).toList();
            fields = row.fields().stream().map(f -> of(f.type())).toList();
            for (int i = 0; i < names.size(); i++) {
                positions.put(names.get(i).toLowerCase(Locale.ROOT), i);
            }
        }

        @Override
        public void write(Source source, RecordConsumer to) throws IOException {
            switch (source.json().currentToken()) {
                case START_OBJECT -> {
                    to.startGroup();
                    byName(source, to);
                    to.endGroup();
                }
                case START_ARRAY -> {
                    to.startGroup();
                    byPosition(source, to);
                    to.endGroup();
                }
                default -> throw source.unexpected("an object or an array");
            }
        }

        private void byName(Source source, RecordConsumer to) throws IOException {
            JsonParser json = source.json();
            boolean[] seen = new boolean[names.size()];
            while (json.nextToken() != JsonToken.END_OBJECT) {
                Integer position = positions.get(json.currentName().toLowerCase(Locale.ROOT));
                if (position == null || seen[position]) {
                    throw source.bad(
                            json.currentName(), position == null ? "its type does not name" : "is there twice");
                }
                seen[position] = true;
                json.nextToken();
                writeField(names.get(position), position, fields.get(position), source, to);
            }
        }

        private void byPosition(Source source, RecordConsumer to) throws IOException {
            JsonParser json = source.json();
            int position = 0;
            for (; json.nextToken() != JsonToken.END_ARRAY; position++) {
                if (position == names.size()) {
                    break;
                }
                writeField(names.get(position), position, fields.get(position), source, to);
            }
            if (json.currentToken() != JsonToken.END_ARRAY || position != names.size()) {
                throw source.bad("[…]", "does not have the " + names.size() + " values of its type");
            }
        }
    }

    private static void writeField(String name, int index, NestedValueWriter value, Source source, RecordConsumer to)
            throws IOException {
        if (source.json().currentToken() != JsonToken.VALUE_NULL) {
            to.startField(name, index);
            value.write(source, to);
            to.endField(name, index);
        }
    }

    private static void writeText(Source source, String text, ScalarWriter scalar, RecordConsumer to) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && text.codePointAt(i) <= Character.MAX_VALUE) {
                throw source.bad(text, "has half a surrogate pair, which UTF-8 cannot hold");
            } else if (Character.isSurrogate(text.charAt(i))) {
                i++;
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            scalar.write(bytes, 0, bytes.length, to);
        } catch (ValueFormatException e) {
            throw source.bad(text, e.reason());
        }
    }
}
