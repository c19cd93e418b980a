package io.featurestore.records.json;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.json.JsonLinesWriter.Nulls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes records that are given as texts as JSON Lines.
final class JsonText {
    private JsonText() {}

    static OutputColumn column(String name, String type) {
        ColumnType parsed = ColumnType.parse(type);
        return new OutputColumn(name, name, parsed, parsed.isNested());
    }

    /// Returns the lines of records. A null is NULL.
    static String lines(List<OutputColumn> columns, Nulls nulls, List<List<@Nullable String>> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonLinesWriter writer = new JsonLinesWriter(columns, nulls, out);
            Fields fields = new Fields(columns.size());
            for (List<@Nullable String> record : records) {
                fill(fields, record);
                writer.write(fields);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Returns the JSON of one value.
    static String value(String type, String text) {
        String line = lines(List.of(column("v", type)), Nulls.WRITE, List.of(List.of(text)));
        return line.substring("{\"v\":".length(), line.length() - "}\n".length());
    }

    private static void fill(Fields fields, List<@Nullable String> record) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        buffer.write(',');
        for (int i = 0; i < record.size(); i++) {
            String text = record.get(i);
            if (text == null) {
                fields.setNull(i);
            } else {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                fields.set(i, buffer.size(), bytes.length);
                buffer.writeBytes(bytes);
                buffer.write(',');
            }
        }
        fields.buffer(buffer.toByteArray());
    }
}
