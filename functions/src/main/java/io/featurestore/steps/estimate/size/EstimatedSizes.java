package io.featurestore.steps.estimate.size;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Reading;
import io.featurestore.sql.Reading.Source;
import io.featurestore.steps.estimate.footer.ColumnSums;
import io.featurestore.steps.estimate.footer.LeafSums;
import io.featurestore.steps.work.Form;
import java.util.List;
import java.util.Map;

/// Holds the estimated sizes of the query's result and of the output, in bytes.
///
/// @param result size of the query's CSV
/// @param output size of the output
public record EstimatedSizes(long result, long output) {
    /// Characters of a computed value. The footers say nothing about it, so this is assumed.
    private static final int EXPRESSION = 12;
    private static final int EXPRESSION_PLAIN = 6;
    /// Characters that CSV adds to a name in the header: two quotes and a comma.
    private static final int CSV_MARKS = 3;
    /// Characters that JSON adds to a name: two quotes, a colon and a comma.
    private static final int JSON_MARKS = 4;
    private static final int NULL = 4;
    /// Measured bytes of a Parquet file without columns (magic and footer), and of the footer's entries for
    /// each leaf.
    private static final int PARQUET_FILE = 65;
    private static final int PARQUET_LEAF = 175;

    /// Estimates the sizes.
    ///
    /// @param sums totals of the columns in the files that were read, by column name
    /// @param rows number of rows in these files
    /// @param records number of exported records
    public static EstimatedSizes of(
            QuerySpec spec, Form form, Reading reading, Map<String, ColumnSums> sums, long rows, long records) {
        double header = reading.sources().stream()
                .mapToDouble(s -> s.outputName().length() + CSV_MARKS)
                .sum();
        List<ColumnSums> columns = reading.sources().stream()
                .map(s -> column(s, sums, rows, records))
                .toList();
        double result =
                header + columns.stream().mapToDouble(ColumnSums::resultBytes).sum();
        if (form.compression() == Compression.NONE && form.format() != Format.PARQUET) {
            return new EstimatedSizes(
                    Math.round(result),
                    Math.round(form.format() == Format.CSV ? result : json(spec, reading, columns, records)));
        }
        SizeModel ratios = SizeModel.measured();
        SizeModel.Output to =
                new SizeModel.Output(form.format(), form.compression(), columns.size(), ordered(spec, reading));
        double output = form.format() == Format.PARQUET ? PARQUET_FILE : header;
        for (ColumnSums column : columns) {
            for (LeafSums leaf : column.leaves().values()) {
                output += ratios.bytes(leaf, to) + (form.format() == Format.PARQUET ? PARQUET_LEAF : 0);
            }
        }
        return new EstimatedSizes(Math.round(result), Math.round(output));
    }

    /// To keep the newest rows the statement brings together the rows of an identifier. To hide deleted ones
    /// it joins the tombstones to the history, which keeps its order unless there are so many that the engine
    /// distributes both.
    private static boolean ordered(QuerySpec spec, Reading reading) {
        return !spec.history().latest()
                && !reading.groups()
                && spec.selection().orderBy().isEmpty();
    }

    private static ColumnSums column(Source source, Map<String, ColumnSums> sums, long rows, long records) {
        ColumnSums all =
                source.column().map(c -> sums.getOrDefault(c, ColumnSums.NONE)).orElse(ColumnSums.NONE);
        if (source.column().isEmpty() || all.rows() == 0 || rows == 0) {
            double text = (double) records * EXPRESSION;
            return new ColumnSums(
                    records,
                    0,
                    text,
                    text,
                    Map.of(source.outputName(), LeafSums.unknown(records, text, (double) records * EXPRESSION_PLAIN)));
        }
        return all.share((double) records / rows);
    }

    private static double json(QuerySpec spec, Reading reading, List<ColumnSums> columns, long records) {
        double bytes = 2.0 * records;
        for (int i = 0; i < columns.size(); i++) {
            ColumnSums column = columns.get(i);
            double values = column.rows() - column.nulls();
            int name = reading.sources().get(i).outputName().length() + JSON_MARKS;
            bytes += spec.online().isPresent()
                    ? column.csv() + values * (2 + name)
                    : column.json() + NULL * column.nulls() + column.rows() * name;
        }
        return bytes;
    }
}
