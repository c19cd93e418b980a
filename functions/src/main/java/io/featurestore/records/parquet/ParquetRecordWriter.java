package io.featurestore.records.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.apache.parquet.schema.MessageType;

import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.parquet.pages.PageCompression;

/**
 * Writes records as one Parquet file. Every column is optional and typed as its {@link OutputColumn} says:
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Athena</th><th>Parquet</th></tr>
 * <tr><td>boolean; real; double</td><td>BOOLEAN; FLOAT; DOUBLE ({@code NaN} and the infinities included)</td></tr>
 * <tr><td>tinyint, smallint; integer; bigint</td><td>INT32 as INT(8), INT(16); INT32; INT64</td></tr>
 * <tr><td>decimal(p, s)</td><td>DECIMAL(p, s) on INT32 to 9 digits, INT64 to 18, FIXED past that</td></tr>
 * <tr><td>date</td><td>DATE</td></tr>
 * <tr><td>timestamp(p), with or without time zone</td><td>TIMESTAMP in MILLIS to 3 digits, MICROS past that;
 * adjusted to UTC only with a time zone. More than 6 digits of a second must end in zeros</td></tr>
 * <tr><td>varbinary</td><td>BINARY</td></tr>
 * <tr><td>array, map, row that the query selects as JSON</td><td>LIST, MAP and groups, of these same types</td></tr>
 * <tr><td>all others: varchar, char, json, uuid, ipaddress, time, intervals, unknown</td><td>STRING of Athena's text.
 * Time stays text because its precision and zone are not in the column's type; JSON because every reader
 * opens a STRING alike</td></tr>
 * </table>
 *
 * <p>A text that is no value of its column's type, or does not fit it exactly, is an
 * {@link io.featurestore.records.UnfitValueException}. Same records, same bytes. A row group of
 * {@value #ROW_GROUP_BYTES} bytes and the dictionaries are in memory: below 64 MiB together with 100 columns, below
 * 128 MiB with the 2,500 a feature group can have. A row group passes its size by some large records at most.
 */
public final class ParquetRecordWriter implements RecordWriter {
    /**
     * Bytes of a row group, compressed pages and the pages being filled together. Larger ones would only be read a
     * little faster.
     */
    static final long ROW_GROUP_BYTES = 16L << 20;
    /** Shared by the dictionaries of all columns: a dictionary's hash table takes several times its bytes. */
    private static final int DICTIONARY_BYTES = 8 << 20;
    private static final int MAX_DICTIONARY_PAGE = 512 << 10;
    private static final int MIN_DICTIONARY_PAGE = 4 << 10;

    private final RecordWriter writer;
    private final int columns;

    /**
     * Starts a file.
     *
     * @param columns the columns, in order; at least one
     * @param compression of the pages: none, gzip, zstd or snappy
     * @param out the part; not closed
     * @throws io.featurestore.records.UnfitSchemaException if two columns have the same name, or two fields of a row
     *         have names that differ in case only
     */
    public ParquetRecordWriter(List<OutputColumn> columns, Compression compression, OutputStream out)
            throws IOException {
        MessageType schema = ParquetSchema.of(columns);
        this.columns = columns.size();
        PageCompression pages = PageCompression.of(compression);
        int dictionary = dictionaryPage(schema.getColumns().size());
        writer = columns.stream().anyMatch(ParquetSchema::isNested)
                ? new NestedParquetWriter(columns, schema, pages, dictionary, out)
                : new FlatParquetWriter(columns, schema, pages, dictionary, out);
    }

    @Override
    public void write(Fields values) throws IOException {
        if (values.count() != columns) {
            throw new IllegalArgumentException(values.count() + " values for " + columns + " columns");
        }
        writer.write(values);
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
    }

    private static int dictionaryPage(int leaves) {
        return Math.clamp(DICTIONARY_BYTES / leaves, MIN_DICTIONARY_PAGE, MAX_DICTIONARY_PAGE);
    }
}
