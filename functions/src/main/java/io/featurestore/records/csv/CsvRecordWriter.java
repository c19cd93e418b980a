package io.featurestore.records.csv;

import io.featurestore.records.ByteSink;
import io.featurestore.records.Fields;
import io.featurestore.records.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes CSV as Athena does: UTF-8, every value quoted except NULL, `""` for a quotation mark, `\n` after every
/// record.
public final class CsvRecordWriter implements RecordWriter {
    private final ByteSink out;

    /// Creates a writer to `out`, which [#finish] closes.
    public CsvRecordWriter(OutputStream out) {
        this.out = new ByteSink(out);
    }

    /// Returns a header record with these names.
    public static byte[] header(List<String> names) {
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            line.append(line.isEmpty() ? "\"" : ",\"")
                    .append(name.replace("\"", "\"\""))
                    .append('"');
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(Fields record) throws IOException {
        for (int i = 0; i < record.count(); i++) {
            if (i > 0) {
                out.put(',');
            }
            if (!record.isNull(i)) {
                quoted(record.bytes(), record.start(i), record.start(i) + record.length(i));
            }
        }
        out.put('\n');
    }

    private void quoted(byte[] bytes, int start, int end) throws IOException {
        out.put('"');
        int from = start;
        int quote = QuoteSearch.quote(bytes, from, end);
        while (quote < end) {
            out.put(bytes, from, quote + 1 - from);
            out.put('"');
            from = quote + 1;
            quote = QuoteSearch.quote(bytes, from, end);
        }
        out.put(bytes, from, end - from);
        out.put('"');
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }
}
