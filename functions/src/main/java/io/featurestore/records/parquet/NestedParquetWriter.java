package io.featurestore.records.parquet;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.parquet.pages.PageCompression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.schema.MessageType;

/// Writes files that have nested columns. Parquet's own writer splits the values into columns and levels.
final class NestedParquetWriter implements RecordWriter {
    private static final int PAGE_BYTES = 1 << 20;
    /// The largest number of records between two checks of the row group's size. It is small, so that a run of
    /// large records (the feature store allows up to 350 KB) cannot make a row group much too large.
    private static final int MAX_RECORDS_UNCHECKED = 100;
    private static final int MIN_RECORDS_UNCHECKED = 10;

    private final ParquetWriter<Fields> writer;

    NestedParquetWriter(
            List<OutputColumn> columns,
            MessageType schema,
            PageCompression compression,
            int dictionaryBytes,
            OutputStream out)
            throws IOException {
        writer = new Builder(new FieldsWriteSupport(columns, schema))
                .withFile(new StreamOutputFile(out))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(compression)
                .withCompressionCodec(compression.codec())
                .withRowGroupSize(ParquetRecordWriter.ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .withDictionaryPageSize(dictionaryBytes)
                .withMinRowCountForPageSizeCheck(MIN_RECORDS_UNCHECKED)
                .withMaxRowCountForPageSizeCheck(MAX_RECORDS_UNCHECKED)
                .build();
    }

    @Override
    public void write(Fields values) throws IOException {
        writer.write(values);
    }

    @Override
    public void finish() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<Fields, Builder> {
        private final WriteSupport<Fields> support;

        Builder(WriteSupport<Fields> support) {
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Fields> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }

        @Override
        @Deprecated
        protected WriteSupport<Fields> getWriteSupport(org.apache.hadoop.conf.Configuration configuration) {
            return support;
        }
    }
}
