package io.featurestore.records.parquet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.featurestore.records.ColumnType;
import io.featurestore.records.text.StrictJson;
import io.featurestore.records.text.Utf8Text;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.io.api.RecordConsumer;

/// Writes a column of arrays, maps or rows as nested groups. Its values are JSON text, and JSON's null is NULL.
final class NestedColumn implements FieldsWriteSupport.ValueWriter {
    private final String name;
    private final int index;
    private final NestedValueWriter values;

    NestedColumn(String name, int index, ColumnType type) {
        this.name = name;
        this.index = index;
        values = NestedValueWriter.of(type);
    }

    @Override
    public void write(byte[] bytes, int start, int length, RecordConsumer to) {
        Utf8Text.demand(bytes, start, length);
        try (JsonParser json = StrictJson.parser(bytes, start, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new ValueFormatException("is not JSON: it is empty");
            }
            if (first != JsonToken.VALUE_NULL) {
                to.startField(name, index);
                values.write(new NestedValueWriter.Source(json, bytes, start), to);
                to.endField(name, index);
            }
            if (json.nextToken() != null) {
                throw new ValueFormatException("is more than one JSON value");
            }
        } catch (JsonProcessingException e) {
            throw new ValueFormatException("is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
