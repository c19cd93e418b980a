package io.featurestore.steps.convert;

import io.featurestore.records.Fields;
import io.featurestore.records.csv.CsvRecordReader;
import java.io.IOException;

/// Reads the records of a chunk one by one.
interface RecordSource {
    /// Returns the place of the next record: a byte of a CSV object, or a row of Parquet files.
    long offset();

    /// Reads the next record. Returns whether there is one.
    boolean next(Fields record) throws IOException;

    /// Returns the records that a reader of CSV reads.
    static RecordSource of(CsvRecordReader reader) {
        return new RecordSource() {
            @Override
            public long offset() {
                return reader.offset();
            }

            @Override
            public boolean next(Fields record) throws IOException {
                return reader.next(record);
            }
        };
    }
}
