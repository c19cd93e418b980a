package io.featurestore.records.parquet.read;

import io.featurestore.records.parquet.read.values.NestedConverters;
import io.featurestore.records.text.Utf8Builder;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/// Reads a nested column as JSON text with parquet-java's record assembly.
final class NestedColumn implements ColumnText {
    private final NestedConverters converters;
    private final RecordReader<NestedConverters> records;

    NestedColumn(NestedConverters converters, PageReadStore pages, String createdBy) {
        this.converters = converters;
        records = new ColumnIOFactory(createdBy)
                .getColumnIO(converters.schema())
                .getRecordReader(pages, new RecordMaterializer<>() {
                    @Override
                    public NestedConverters getCurrentRecord() {
                        return converters;
                    }

                    @Override
                    public GroupConverter getRootConverter() {
                        return converters.root();
                    }
                });
    }

    @Override
    public boolean next(Utf8Builder out) {
        converters.target().to(out);
        records.read();
        return converters.isPresent();
    }

    @Override
    public void skip(long rows) {
        for (long i = 0; i < rows; i++) {
            converters.target().mute();
            records.read();
        }
    }
}
