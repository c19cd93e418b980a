package io.featurestore.steps.estimate.size;

import java.util.List;
import java.util.Map;

import io.featurestore.export.ExportRequest.Records;
import io.featurestore.export.ExportRequest;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.sql.Reading.Source;
import io.featurestore.sql.Reading;
import io.featurestore.steps.estimate.footer.ColumnSums;
import io.featurestore.steps.estimate.footer.LeafSums;

/**
 * The sizes of the query's result and of the output.
 *
 * @param result bytes of the query's CSV
 * @param output bytes of the output
 */
public record EstimatedSizes(long result, long output) {
    /** Of a value that is computed: there is nothing to tell it from. */
    private static final int EXPRESSION = 12;
    private static final int EXPRESSION_PLAIN = 6;
    /** Quotes and a comma. */
    private static final int CSV_MARKS = 3;
    /** Quotes, colon, comma. */
    private static final int JSON_MARKS = 4;
    private static final int NULL = 4;
    /** Parquet's magic and what its footer says once, and what it says of each leaf: measured. */
    private static final int PARQUET_FILE = 65;
    private static final int PARQUET_LEAF = 175;

    /**
     * Returns the sizes.
     *
     * @param sums the columns of the files read
     * @param rows the rows of the files read
     * @param records the records that go out
     */
    public static EstimatedSizes of(ExportRequest request, Reading reading, Map<String, ColumnSums> sums, long rows,
            long records) {
        double header = reading.sources().stream().mapToDouble(s -> s.outputName().length() + CSV_MARKS).sum();
        List<ColumnSums> columns = reading.sources().stream().map(s -> column(s, sums, rows, records)).toList();
        double result = header + columns.stream().mapToDouble(ColumnSums::resultBytes).sum();
        if (request.compression() == Compression.NONE && request.format() != Format.PARQUET) {
            return new EstimatedSizes(Math.round(result), Math.round(request.format() == Format.CSV
                    ? result
                    : json(request, reading, columns, records)));
        }
        SizeModel ratios = SizeModel.measured();
        SizeModel.Output to = new SizeModel.Output(request.format(), request.compression(), columns.size(), ordered(request,
                reading));
        double output = request.format() == Format.PARQUET ? PARQUET_FILE : header;
        for (ColumnSums column : columns) {
            for (LeafSums leaf : column.leaves().values()) {
                output += ratios.bytes(leaf, to) + (request.format() == Format.PARQUET ? PARQUET_LEAF : 0);
            }
        }
        return new EstimatedSizes(Math.round(result), Math.round(output));
    }

    /** To hide what is superseded or deleted the statement brings together the rows of an identifier. */
    private static boolean ordered(ExportRequest request, Reading reading) {
        return request.includeDeleted() && request.records() == Records.ALL && !reading.groups() && request.orderBy()
                .isEmpty();
    }

    private static ColumnSums column(Source source, Map<String, ColumnSums> sums, long rows, long records) {
        ColumnSums all = source.column().map(c -> sums.getOrDefault(c, ColumnSums.NONE)).orElse(ColumnSums.NONE);
        if (source.column().isEmpty() || all.rows() == 0 || rows == 0) {
            double text = (double) records * EXPRESSION;
            return new ColumnSums(records, 0, text, text, Map.of(source.outputName(), LeafSums.unknown(records, text,
                    (double) records * EXPRESSION_PLAIN)));
        }
        return all.share((double) records / rows);
    }

    private static double json(ExportRequest request, Reading reading, List<ColumnSums> columns, long records) {
        double bytes = 2.0 * records;
        for (int i = 0; i < columns.size(); i++) {
            ColumnSums column = columns.get(i);
            double values = column.rows() - column.nulls();
            int name = reading.sources().get(i).outputName().length() + JSON_MARKS;
            bytes += request.onlineCompatible()
                    ? column.csv() + values * (2 + name)
                    : column.json() + NULL * column.nulls() + column.rows() * name;
        }
        return bytes;
    }
}
