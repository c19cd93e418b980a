package io.featurestore.records.parquet;

import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.parquet.pages.PageCompression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.schema.MessageType;

/// Writes records as one Parquet file. Every column is optional. Its type follows from its [OutputColumn]:
///
/// <table>
/// <caption>Types</caption>
/// <tr><th>Athena</th><th>Parquet</th></tr>
/// <tr><td>boolean; real; double</td><td>BOOLEAN; FLOAT; DOUBLE (`NaN` and the infinities included)</td></tr>
/// <tr><td>tinyint, smallint; integer; bigint</td><td>INT32 as INT(8), INT(16); INT32; INT64</td></tr>
/// <tr><td>decimal(p, s)</td><td>DECIMAL(p, s) as INT32 up to 9 digits, INT64 up to 18, FIXED above</td></tr>
/// <tr><td>date</td><td>DATE</td></tr>
/// <tr><td>timestamp(p), with or without time zone</td><td>TIMESTAMP in MILLIS up to 3 digits, MICROS above;
/// adjusted to UTC only with a time zone. Digits of a second after the sixth must be zeros</td></tr>
/// <tr><td>varbinary</td><td>BINARY</td></tr>
/// <tr><td>array, map, row that the query selects as JSON</td><td>LIST, MAP and groups of these same types</td></tr>
/// <tr><td>all others: varchar, char, json, uuid, ipaddress, time, intervals, unknown</td><td>STRING of Athena's text.
/// Time stays text because its precision and zone are not in the column's type; JSON because every
/// reader supports STRING</td></tr>
/// </table>
///
/// A text that is not a value of its column's type, or that the type cannot hold exactly, throws an
/// [io.featurestore.records.UnfitValueException]. The same records give the same bytes. The memory holds a row
/// group of {@value #ROW_GROUP_BYTES} bytes and the dictionaries: less than 64 MiB in all with 100 columns, and less
/// than
/// 128 MiB with the 2,500 columns that a feature group can have. A row group exceeds its size by a few large records at
/// most.
public final class ParquetRecordWriter implements RecordWriter {
    /// Size of a row group in bytes: its compressed pages and the pages that are being filled. Files with larger
    /// row groups are hardly faster to read.
    static final long ROW_GROUP_BYTES = 16L << 20;
    /// Bytes shared by the dictionaries of all columns. The hash table of a dictionary takes several times its
    /// bytes.
    private static final int DICTIONARY_BYTES = 8 << 20;
    private static final int MAX_DICTIONARY_PAGE = 512 << 10;
    private static final int MIN_DICTIONARY_PAGE = 4 << 10;

    private final RecordWriter writer;
    private final int columns;

    /// Creates a writer and begins the file.
    ///
    /// @param columns the columns, in order; at least one
    /// @param compression the compression of the pages: none, gzip, zstd or snappy
    /// @param out the stream for the file; not closed
    /// @throws io.featurestore.records.UnfitSchemaException if two columns have the same name, or two fields of a
    ///     row have names that differ in case only
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
