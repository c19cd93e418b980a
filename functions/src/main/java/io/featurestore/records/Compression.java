package io.featurestore.records;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The compression of an output. A csv or json file is compressed as a whole, a Parquet file page by page.
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    BZIP2(".bz2"),
    ZSTD(".zst"),
    SNAPPY("");

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /// Returns the suffix of a csv or json key, such as `.gz`; empty if the key gets no suffix.
    public String suffix() {
        return suffix;
    }

    /// Returns the name in requests.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the compression with the given name in a request.
    @JsonCreator
    public static Compression named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
