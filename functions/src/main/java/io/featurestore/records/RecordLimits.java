package io.featurestore.records;

/** Bounds on one record, which readers and parsers keep to. */
public final class RecordLimits {
    /**
     * The longest record that is read, in bytes. Athena's rows are at most 32 MB
     * (docs.aws.amazon.com/athena/latest/ug/other-notable-limitations.html); quoting at most doubles them.
     */
    public static final int MAX_BYTES = 64 << 20;

    private RecordLimits() {}
}
