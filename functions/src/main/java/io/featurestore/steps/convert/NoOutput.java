package io.featurestore.steps.convert;

import io.featurestore.records.Fields;
import io.featurestore.records.RecordWriter;

/** The part of a result that S3 copies as a whole, and whose records are only looked at: empty. */
final class NoOutput implements RecordWriter {
    @Override
    public void write(Fields record) {}

    @Override
    public void finish() {}
}
