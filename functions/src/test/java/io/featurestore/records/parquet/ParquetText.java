package io.featurestore.records.parquet;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes records that are given as texts to Parquet files.
public final class ParquetText {
    private ParquetText() {}

    /// Returns a column. A nested type is selected as JSON.
    public static OutputColumn column(String name, String type) {
        ColumnType parsed = ColumnType.parse(type);
        return new OutputColumn(name, name, parsed, parsed.isNested());
    }

    /// Returns the file of these records. A null is NULL.
    public static byte[] file(List<OutputColumn> columns, Compression compression, List<List<String>> records) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Fields fields = new Fields(columns.size());
        try {
            RecordWriter writer = new ParquetRecordWriter(columns, compression, file);
            for (List<String> record : records) {
                set(fields, record);
                writer.write(fields);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /// Sets all values of a record, with other bytes before, between and behind them.
    public static void set(Fields fields, List<String> record) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        for (int i = 0; i < record.size(); i++) {
            buffer.writeBytes(new byte[] {'"', '7', ','});
            if (record.get(i) == null) {
                fields.setNull(i);
            } else {
                byte[] value = record.get(i).getBytes(StandardCharsets.UTF_8);
                fields.set(i, buffer.size(), value.length);
                buffer.writeBytes(value);
            }
        }
        buffer.writeBytes(new byte[] {'"', '7', ','});
        fields.buffer(buffer.toByteArray());
    }
}
