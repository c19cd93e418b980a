package io.featurestore.records.parquet;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.UnfitValueException;
import io.featurestore.records.parquet.pages.BooleanColumn;
import io.featurestore.records.parquet.pages.BytesColumn;
import io.featurestore.records.parquet.pages.ColumnBuffer;
import io.featurestore.records.parquet.pages.NumberColumn;
import io.featurestore.records.parquet.pages.PageCompression;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/// Writes files that have flat columns only. Values go from their bytes to the pages of their columns, without an
/// object per record. Parquet's own classes compress the pages, index them and write them to the file.
final class FlatParquetWriter implements RecordWriter {
    /// Bytes of records between two checks of the row group's size.
    private static final int UNCHECKED_BYTES = 256 << 10;

    private final MessageType schema;
    private final List<ColumnDescriptor> descriptors;
    private final PageCompression compression;
    private final ParquetFileWriter file;
    private final String[] names;
    private final ScalarWriter[] scalars;
    private final ColumnBuffer[] columns;
    private final PageWriter[] pages;
    private ColumnChunkPageWriteStore store;
    private long rows;
    private int unchecked;

    FlatParquetWriter(
            List<OutputColumn> output,
            MessageType schema,
            PageCompression compression,
            int dictionaryBytes,
            OutputStream out)
            throws IOException {
        this.schema = schema;
        descriptors = schema.getColumns();
        this.compression = compression;
        file = new ParquetFileWriter(
                new StreamOutputFile(out),
                schema,
                ParquetFileWriter.Mode.CREATE,
                ParquetRecordWriter.ROW_GROUP_BYTES,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        file.start();
        names = output.stream().map(OutputColumn::outputName).toArray(String[]::new);
        scalars = output.stream().map(ScalarWriter::of).toArray(ScalarWriter[]::new);
        columns = new ColumnBuffer[names.length];
        pages = new PageWriter[names.length];
        store = rowGroup();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(descriptors.get(i), pages[i], dictionaryBytes);
        }
    }

    private ColumnChunkPageWriteStore rowGroup() {
        ColumnChunkPageWriteStore begun = new ColumnChunkPageWriteStore(
                compression.getCompressor(compression.codec()),
                schema,
                HeapByteBufferAllocator.getInstance(),
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                true);
        for (int i = 0; i < pages.length; i++) {
            pages[i] = begun.getPageWriter(descriptors.get(i));
        }
        return begun;
    }

    private static ColumnBuffer column(ColumnDescriptor column, PageWriter pages, int dictionaryBytes) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanColumn(column.getPrimitiveType(), pages);
            case INT32, INT64, FLOAT, DOUBLE -> new NumberColumn(column.getPrimitiveType(), pages, dictionaryBytes);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> new BytesColumn(column.getPrimitiveType(), pages, dictionaryBytes);
            case INT96 -> throw new IllegalArgumentException(column.toString());
        };
    }

    @Override
    public void write(Fields values) throws IOException {
        byte[] bytes = values.bytes();
        int column = 0;
        try {
            for (; column < columns.length; column++) {
                int length = values.length(column);
                if (length < 0) {
                    columns[column].addNull();
                } else {
                    scalars[column].write(bytes, values.start(column), length, columns[column]);
                    unchecked += length;
                }
            }
        } catch (ValueFormatException e) {
            throw new UnfitValueException(names[column], values.text(column), e.reason());
        }
        rows++;
        unchecked += columns.length;
        if (unchecked >= UNCHECKED_BYTES) {
            unchecked = 0;
            endRowGroupIfFull();
        }
    }

    private void endRowGroupIfFull() throws IOException {
        long size = 0;
        for (int i = 0; i < columns.length; i++) {
            size += pages[i].getMemSize() + columns[i].pageBytes();
        }
        if (size >= ParquetRecordWriter.ROW_GROUP_BYTES) {
            endRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        for (ColumnBuffer column : columns) {
            column.finish();
        }
        file.startBlock(rows);
        store.flushToFileWriter(file);
        file.endBlock();
        store.close();
        rows = 0;
        store = rowGroup();
        for (int i = 0; i < columns.length; i++) {
            columns[i].begin(pages[i]);
        }
    }

    @Override
    public void finish() throws IOException {
        if (rows > 0) {
            endRowGroup();
        }
        store.close();
        file.end(Map.of());
    }
}
