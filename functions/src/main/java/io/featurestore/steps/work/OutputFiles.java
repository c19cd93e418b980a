package io.featurestore.steps.work;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.store.objects.S3Uri;

/// Names part files, and knows the content types of outputs.
public final class OutputFiles {
    private OutputFiles() {}

    /// Returns the URI of a part file. Names are unique to the execution, and sort in the order of the records.
    ///
    /// @throws IllegalArgumentException if its key is longer than a key of S3 may be
    public static S3Uri partFile(S3Uri prefix, Format format, Compression compression, String execution, int index) {
        String suffix = format == Format.PARQUET ? "" : compression.suffix();
        return prefix.append("part-%05d-%s.%s%s".formatted(index, execution, format.extension(), suffix));
    }

    /// Returns the registered media type. For a file that is compressed as a whole it is the type of the
    /// compression.
    public static String contentType(Format format, Compression compression) {
        if (format == Format.PARQUET) {
            return "application/vnd.apache.parquet";
        }
        return switch (compression) {
            case NONE -> format == Format.CSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
            case GZIP -> "application/gzip";
            case BZIP2 -> "application/x-bzip2";
            case ZSTD -> "application/zstd";
            case SNAPPY -> throw new IllegalArgumentException(format + " is not compressed with snappy as a whole");
        };
    }
}
