package io.featurestore.local.athena.parquet;

import java.io.IOException;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/// Copies one column of a plain file, row group by row group, into the column chunks of other files. Columns
/// are independent of each other, so that several are copied at the same time.
final class ColumnCopy {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int DICTIONARY_BYTES = 1 << 20;
    /// The most rows of a page: those that pages of Trino 476 had.
    private static final int PAGE_ROWS = 60_000;

    private static final ParquetProperties PROPERTIES = ParquetProperties.builder()
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(DICTIONARY_BYTES)
            .withPageRowCountLimit(PAGE_ROWS)
            .withPageWriteChecksumEnabled(false)
            .withSizeStatisticsEnabled(false)
            .build();

    private final PlainFile file;
    private final int number;
    private final ColumnDescriptor source;
    private final MessageType schema;
    private final ColumnDescriptor target;
    private final int[] levels;
    private final ValueCopy values;
    private ColumnReader reader;
    private int group;
    private long left;

    /// Opens a column of a file, which must have a row.
    ///
    /// @param schema Trino's schema of the file
    ColumnCopy(PlainFile file, int number, MessageType schema) throws IOException {
        this.file = file;
        this.number = number;
        this.source = file.schema().getColumns().get(number);
        this.schema = TrinoSchema.alone(schema, source.getPath());
        this.target = this.schema.getColumns().getFirst();
        this.levels = TrinoSchema.levels(file.schema(), schema, source.getPath());
        this.values = ValueCopy.of(source.getPrimitiveType());
        this.reader = reader();
    }

    private ColumnReader reader() throws IOException {
        PageReader pages = file.pages(group, number);
        left = pages.getTotalValueCount();
        group++;
        return new ColumnReaderImpl(
                source, pages, new PrimitiveConverter() {}, new ParsedVersion("DuckDB", null, null));
    }

    /// Copies the next rows.
    ///
    /// @param rows the number of rows, all of which the file has
    /// @return the pages of the rows
    ChunkPages copy(long rows, PageCodec codec) throws IOException {
        ChunkPages pages = new ChunkPages(target, codec);
        try (ColumnWriteStoreV1 store = new ColumnWriteStoreV1(schema, pages, PROPERTIES)) {
            ColumnWriter writer = store.getColumnWriter(target);
            int most = source.getMaxDefinitionLevel();
            long begun = 0;
            while (true) {
                if (left == 0 && begun < rows) {
                    reader = reader();
                }
                int repetition = left == 0 ? 0 : reader.getCurrentRepetitionLevel();
                if (repetition == 0) {
                    if (begun > 0) {
                        store.endRecord();
                    }
                    if (begun == rows) {
                        break;
                    }
                    begun++;
                }
                int definition = reader.getCurrentDefinitionLevel();
                if (definition == most) {
                    values.copy(reader, writer, repetition, levels[definition]);
                } else {
                    writer.writeNull(repetition, levels[definition]);
                }
                reader.consume();
                left--;
            }
            store.flush();
        }
        return pages;
    }
}
