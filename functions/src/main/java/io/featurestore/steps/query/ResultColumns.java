package io.featurestore.steps.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.featurestore.failure.ExportFailure;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Query;
import io.featurestore.steps.query.QueryEngine.ResultColumn;

/** What the result's metadata adds to the columns a query selects. */
public final class ResultColumns {
    private ResultColumns() {}

    /**
     * Returns the query's columns with the types of expressions filled in from the result. Types known before stay, JSON
     * text keeps the type it stands for, and a timestamp gets the precision of the two that loses nothing.
     *
     * @param query the query
     * @param fromResult the columns of its result
     * @throws ExportFailure.InvalidQuery if an expression yields an array, map or row, which the result prints in a form
     *         that cannot be read back
     * @throws ExportFailure.Internal if the result has other columns than the query
     */
    public static List<OutputColumn> merge(Query query, List<ResultColumn> fromResult) {
        List<OutputColumn> columns = query.columns();
        boolean agree = columns.size() == fromResult.size();
        for (int i = 0; agree && i < columns.size(); i++) {
            agree = columns.get(i).name().equalsIgnoreCase(fromResult.get(i).name());
        }
        if (!agree) {
            throw new ExportFailure.Internal("The result has the columns "
                    + fromResult.stream().map(ResultColumn::name).collect(Collectors.joining(", "))
                    + ", but the query selects "
                    + columns.stream().map(OutputColumn::name).collect(Collectors.joining(", ")) + ".");
        }
        List<OutputColumn> merged = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            merged.add(new OutputColumn(column.name(), column.outputName(), type(column, fromResult.get(i).type()),
                    column.asJson()));
        }
        return List.copyOf(merged);
    }

    private static ColumnType type(OutputColumn column, ColumnType result) {
        if (column.asJson()) {
            return column.type();
        }
        if (result.isNested()) {
            throw new ExportFailure.InvalidQuery("Column " + column.name() + " is an expression of a nested type ("
                    + kind(result) + "), which the query's result prints without a way to read it back. Select it as "
                    + "JSON text: json_format(CAST(… AS JSON)) AS " + column.name() + ".");
        }
        if (column.type() == ColumnType.Simple.UNKNOWN) {
            return result;
        }
        return column.type() instanceof ColumnType.Timestamp known && result instanceof ColumnType.Timestamp found
                && known.zoned() == found.zoned() && found.precision() > known.precision() ? found : column.type();
    }

    private static String kind(ColumnType nested) {
        return switch (nested) {
            case ColumnType.Array _ -> "array";
            case ColumnType.Map _ -> "map";
            case ColumnType.Row _ -> "row";
            case ColumnType.Simple _,ColumnType.Decimal _,ColumnType.Timestamp _ -> nested.toString();
        };
    }
}
