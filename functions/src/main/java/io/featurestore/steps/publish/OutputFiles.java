package io.featurestore.steps.publish;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.work.Job;
import io.featurestore.store.objects.S3Uri;

/// Names part files, and knows the content types of outputs.
final class OutputFiles {
    private OutputFiles() {}

    /// Returns the URI of a part file. Names are unique to the execution, and sort in the order of the records.
    static S3Uri partFile(Job job, int index) {
        Format format = job.form().format();
        String suffix = format == Format.PARQUET ? "" : job.form().compression().suffix();
        return job.form()
                .output()
                .append("part-%05d-%s.%s%s".formatted(index, job.execution().name(), format.extension(), suffix));
    }

    /// Returns the registered media type. For a file that is compressed as a whole it is the type of the
    /// compression.
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
