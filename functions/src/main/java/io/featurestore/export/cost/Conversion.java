package io.featurestore.export.cost;

import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * How long the converters take on one core, which is what 1,769 MB of Lambda's memory give: CPU seconds for a query result of
 * 262 MB (numbers, texts and times in equal parts). Measured are gzip, json, json with zstd, Parquet with snappy and zstd, and
 * bzip2 (of a quarter of it); csv with zstd, csv that is not compressed, and Parquet with gzip or without compression are taken from their
 * neighbours.
 */
final class Conversion {
    private static final double MEASURED_BYTES = 262e6;

    private Conversion() {}

    /** Returns the seconds a byte of the query's result takes. */
    static double secondsAByte(Format format, Compression compression) {
        return seconds(format, compression) / MEASURED_BYTES;
    }

    private static double seconds(Format format, Compression compression) {
        return switch (format) {
            case CSV -> switch (compression) {
                case NONE, SNAPPY -> 0.5;
                case GZIP -> 3.9;
                case ZSTD -> 4.6;
                case BZIP2 -> 33;
            };
            case JSON -> switch (compression) {
                case NONE, SNAPPY -> 2.3;
                case GZIP -> 5.0;
                case ZSTD -> 5.7;
                case BZIP2 -> 62;
            };
            case PARQUET -> switch (compression) {
                case NONE, SNAPPY, BZIP2 -> 5.9;
                case ZSTD -> 6.6;
                case GZIP -> 7.9;
            };
        };
    }
}
