package io.featurestore.export.estimate;

import java.util.Map;

import io.featurestore.export.query.Reading;
import io.featurestore.export.query.Reading.Source;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.ExportRequest;
import io.featurestore.export.request.Format;
import io.featurestore.export.types.ColumnType;
import io.featurestore.export.types.ColumnType.Simple;

/**
 * The sizes of the query's result and of the output.
 *
 * @param result bytes of the query's CSV
 * @param output bytes of the output
 */
record Sizes(long result, long output) {
    /** Of a value that is computed: there is nothing to tell it from. */
    private static final int EXPRESSION = 12;
    private static final int EXPRESSION_STORED = 6;
    /** Quotes and a comma. */
    private static final int CSV_MARKS = 3;
    /** Quotes, colon, comma. */
    private static final int JSON_MARKS = 4;
    private static final int NULL = 4;
    /** A Parquet file's magic, footer and statistics, for each column. */
    private static final int PARQUET_COLUMN = 650;

    /**
     * Returns the sizes.
     *
     * @param sums the columns of the files read
     * @param rows the rows of the files read
     * @param records the records that go out
     */
    static Sizes of(ExportRequest request, Reading reading, Map<String, ColumnSums> sums, long rows, long records) {
        double header = reading.sources().stream().mapToDouble(s -> s.outputName().length() + CSV_MARKS).sum();
        double result = header;
        double output = 0;
        for (Source source : reading.sources()) {
            ColumnSums column = column(source, sums, rows, records);
            result += column.resultBytes();
            output += output(request, source, column);
        }
        Format format = request.format();
        double fixed = switch (format) {
            case CSV -> header;
            case JSON -> request.compression() == Compression.NONE ? 2.0 * records : 0;
            case PARQUET -> (double) PARQUET_COLUMN * reading.sources().size();
        };
        boolean copied = format == Format.CSV && request.compression() == Compression.NONE;
        return new Sizes(Math.round(result), Math.round(copied ? result : output + fixed));
    }

    private static ColumnSums column(Source source, Map<String, ColumnSums> sums, long rows, long records) {
        ColumnSums all = source.column().map(c -> sums.getOrDefault(c, ColumnSums.NONE)).orElse(ColumnSums.NONE);
        if (source.column().isEmpty() || all.rows() == 0 || rows == 0) {
            double text = (double) records * EXPRESSION;
            long stored = records * EXPRESSION_STORED;
            return new ColumnSums(records, 0, stored, text, text, 0, stored);
        }
        double share = (double) records / rows;
        return new ColumnSums(records, Math.round(all.nulls() * share), Math.round(all.compressed() * share), all.csv()
                * share, all.json() * share, Math.round(all.dictionary() * share),
                Math.round(all.uncompressed() * share));
    }

    private static double output(ExportRequest request, Source source, ColumnSums column) {
        long values = column.rows() - column.nulls();
        if (request.format() == Format.JSON && request.compression() == Compression.NONE) {
            return request.onlineCompatible()
                    ? column.csv() + (double) values * (2 + source.outputName().length() + JSON_MARKS)
                    : column.json() + (double) NULL * column.nulls() + (double) column.rows() * (source.outputName()
                            .length() + JSON_MARKS);
        }
        if (request.format() == Format.CSV && request.compression() == Compression.NONE) {
            return column.resultBytes();
        }
        return Ratios.bytes(new Ratios.Data(kind(source.type()), column.dictionary() * 2 > column.compressed()), request
                .format(), request.compression(), column);
    }

    static Ratios.Kind kind(ColumnType type) {
        return switch (type) {
            case Simple.BOOLEAN -> Ratios.Kind.BOOLEAN;
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT -> Ratios.Kind.INTEGER;
            case Simple.REAL, Simple.DOUBLE, Simple.UNKNOWN -> Ratios.Kind.FLOATING;
            case ColumnType.Decimal _ -> Ratios.Kind.FLOATING;
            case Simple.DATE, Simple.TIME -> Ratios.Kind.TIME;
            case ColumnType.Timestamp _ -> Ratios.Kind.TIME;
            case ColumnType.Array _,ColumnType.Map _,ColumnType.Row _ -> Ratios.Kind.NESTED;
            case Simple _ -> Ratios.Kind.TEXT;
        };
    }
}
