package io.featurestore.records.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.featurestore.records.ByteSink;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.UnfitValueException;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes one JSON object per line, with keys in the order of the columns. Numbers and decimals keep their exact
/// text. `NaN` and the infinities are strings. Dates and timestamps are ISO-8601 strings. Columns that are
/// selected as JSON are nested values.
public final class JsonLinesWriter implements RecordWriter {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] END = {'}', '\n'};
    private static final byte[] EMPTY = {'{', '}', '\n'};

    /// The treatment of NULL.
    public enum Nulls {
        /// Writes NULL as `null`.
        WRITE,
        /// Leaves out the key.
        OMIT
    }

    private final List<OutputColumn> columns;
    /// The keys with the punctuation before them: as the first key of an object, and after another key.
    private final byte[][] firstKeys;
    private final byte[][] keys;
    private final JsonValueWriter[] values;
    private final Nulls nulls;
    private final ByteSink out;

    /// Creates a writer of records of these columns to `out`, which [#finish] closes.
    public JsonLinesWriter(List<OutputColumn> columns, Nulls nulls, OutputStream out) {
        this.columns = columns;
        this.nulls = nulls;
        this.out = new ByteSink(out);
        firstKeys = columns.stream().map(c -> key('{', c.outputName())).toArray(byte[][]::new);
        keys = columns.stream().map(c -> key(',', c.outputName())).toArray(byte[][]::new);
        values = columns.stream().map(JsonValueWriter::of).toArray(JsonValueWriter[]::new);
    }

    private static byte[] key(char before, String name) {
        return (before + "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(Fields record) throws IOException {
        boolean any = false;
        for (int i = 0; i < keys.length; i++) {
            boolean isNull = record.isNull(i);
            if (!isNull || nulls == Nulls.WRITE) {
                out.put(any ? keys[i] : firstKeys[i]);
                any = true;
                if (isNull) {
                    out.put(NULL);
                } else {
                    value(record, i);
                }
            }
        }
        out.put(any ? END : EMPTY);
    }

    private void value(Fields record, int column) throws IOException {
        try {
            values[column].write(record.bytes(), record.start(column), record.length(column), out);
        } catch (ValueFormatException e) {
            throw new UnfitValueException(
                    columns.get(column).outputName(),
                    record.text(column),
                    e.reason() + " (" + columns.get(column).type() + ")");
        }
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }
}
