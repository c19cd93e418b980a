package io.featurestore.steps.convert;

import io.featurestore.records.Fields;
import io.featurestore.records.RecordWriter;

/// Writes an empty part. Used if S3 copies the whole result and the records are only profiled.
final class NoOutput implements RecordWriter {
    @Override
    public void write(Fields record) {}

    @Override
    public void finish() {}
}
