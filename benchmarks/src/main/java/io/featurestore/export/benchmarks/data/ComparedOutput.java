package io.featurestore.export.benchmarks.data;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.chunks.ConversionKind;
import java.util.Arrays;
import java.util.Locale;

/// Lists the outputs that are compared.
public enum ComparedOutput {
    CSV(Format.CSV, Compression.NONE),
    CSV_GZIP(Format.CSV, Compression.GZIP),
    JSON(Format.JSON, Compression.NONE),
    JSON_GZIP(Format.JSON, Compression.GZIP),
    JSON_ZSTD(Format.JSON, Compression.ZSTD),
    PARQUET_SNAPPY(Format.PARQUET, Compression.SNAPPY),
    PARQUET_ZSTD(Format.PARQUET, Compression.ZSTD),
    ONLINE_JSON_GZIP(Format.JSON, Compression.GZIP);

    private final Format format;
    private final Compression compression;

    ComparedOutput(Format format, Compression compression) {
        this.format = format;
        this.compression = compression;
    }

    /// Returns its format.
    public Format format() {
        return format;
    }

    /// Returns its compression.
    public Compression compression() {
        return compression;
    }

    /// Returns the kind of conversion in the export.
    public ConversionKind kind() {
        return new ConversionKind(format, compression, online(), false, false, false);
    }

    /// Returns whether the output is online-compatible: every value is a text, and NULLs are left out.
    public boolean online() {
        return this == ONLINE_JSON_GZIP;
    }

    /// Returns its name in tables: `json gzip`.
    public String label() {
        String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return online() ? "online-compatible json gzip" : label;
    }

    /// Returns its name in file names and arguments: `json-gzip`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Returns the suffix of its file, such as `.json.gz`.
    public String suffix() {
        return suffix(format, compression);
    }

    /// Returns the suffix of a file for any format and compression.
    public static String suffix(Format format, Compression compression) {
        return "." + format.extension() + (format == Format.PARQUET ? "" : compression.suffix());
    }

    /// Returns the output with an [#id].
    ///
    /// @throws IllegalArgumentException if there is none
    public static ComparedOutput of(String id) {
        return Arrays.stream(values())
                .filter(o -> o.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no output is called " + id + "; there are "
                        + Arrays.stream(values()).map(ComparedOutput::id).toList()));
    }
}
