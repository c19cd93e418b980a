package io.featurestore.records;

/// Limits of one record, which readers and parsers enforce.
public final class RecordLimits {
    /// The largest size in bytes of a record that is read. An Athena row has at most 32 MB
    /// (docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html), and quoting doubles that at most.
    public static final int MAX_BYTES = 64 << 20;

    private RecordLimits() {}
}
