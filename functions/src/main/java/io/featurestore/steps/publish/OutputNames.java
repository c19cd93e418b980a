package io.featurestore.steps.publish;

import io.featurestore.export.Export;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.store.objects.S3Uri;

/** Names and content types of what lies at the output. */
final class OutputNames {
    private OutputNames() {}

    /** Returns where a chunk's part file goes: unique to the execution, and in the order of the records. */
    static S3Uri partFile(Export export, int index) {
        Format format = export.request().format();
        String suffix = format == Format.PARQUET ? "" : export.request().compression().suffix();
        return export.request()
                .output()
                .append("part-%05d-%s.%s%s".formatted(index, export.executionName(), format.extension(), suffix));
    }

    /** Returns the registered media type; that of the compression where the file as a whole is compressed. */
    static String contentType(Format format, Compression compression) {
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
