package io.featurestore.local.sample;

import java.io.IOException;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/// Takes the rows of a sample.
interface SampleTarget {
    /// Begins a batch of rows. It appears in the offline store when it is closed after [Batch#complete], if it has
    /// rows.
    Batch open(Schema schema) throws IOException;

    /// A batch of rows that is being written. All its rows are of one hour.
    interface Batch extends AutoCloseable {
        /// Adds a row.
        void write(GenericRecord row, Instant eventTime) throws IOException;

        /// Marks the batch as complete. Without this call, closing drops it.
        void complete();

        @Override
        void close() throws IOException;
    }
}
