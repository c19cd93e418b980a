package io.featurestore.export.benchmarks.peers;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.apache.commons.csv.CSVRecord;

/// Writes JSON Lines with Jackson's generator.
final class JacksonJson implements LibraryWriter {
    private final JsonGenerator json;
    private final boolean online;

    /// Writes to `out`.
    ///
    /// @param online whether every value is written as a text and NULLs are left out
    JacksonJson(OutputStream out, boolean online) throws IOException {
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8).setRootValueSeparator(null);
        this.online = online;
    }

    @Override
    public void write(CSVRecord csv) throws IOException {
        json.writeStartObject();
        for (SampleColumn column : SampleColumn.values()) {
            String value = csv.get(column.index());
            if (value != null) {
                json.writeFieldName(column.label());
                value(column, value);
            } else if (!online) {
                json.writeNullField(column.label());
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void value(SampleColumn column, String value) throws IOException {
        if (online) {
            json.writeString(
                    column.type() == ColumnType.Simple.DOUBLE && value.contains("E")
                            ? new BigDecimal(value).toPlainString()
                            : value);
        } else if (column.type() == ColumnType.Simple.BIGINT) {
            json.writeNumber(Long.parseLong(value));
        } else if (column.type() == ColumnType.Simple.DOUBLE) {
            json.writeNumber(Double.parseDouble(value));
        } else if (column.type() == ColumnType.Simple.BOOLEAN) {
            json.writeBoolean(Boolean.parseBoolean(value));
        } else {
            json.writeString(value);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
