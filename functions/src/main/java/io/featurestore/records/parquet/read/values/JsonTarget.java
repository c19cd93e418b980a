package io.featurestore.records.parquet.read.values;

import io.featurestore.records.text.Utf8Builder;

/// Holds the text to which the converters of one nested column write. Not thread-safe.
public final class JsonTarget {
    private final Utf8Builder unused = new Utf8Builder();
    private Utf8Builder out = unused;
    private boolean muted;

    /// Sets the text to which the next values are appended.
    public void to(Utf8Builder text) {
        out = text;
        muted = false;
    }

    /// Lets the converters print no values of the next record.
    public void mute() {
        muted = true;
        unused.truncate(0);
        out = unused;
    }

    Utf8Builder out() {
        return out;
    }

    boolean isMuted() {
        return muted;
    }
}
