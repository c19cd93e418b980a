package io.featurestore.steps.query;

import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Query;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Merges the columns of a query with the column types of its result.
public final class ResultColumns {
    private ResultColumns() {}

    /// Returns the query's columns, with the types of expressions taken from the result. A known type stays,
    /// and JSON text keeps the type that it encodes. A timestamp gets the higher of the two precisions if
    /// both types agree on the zone, and otherwise the result's type: the catalog calls both types of an
    /// Iceberg table `timestamp` (iceberg.apache.org/docs/latest/aws, `IcebergToGlueConverter`).
    ///
    /// @param query the query
    /// @param fromResult the columns of the query's result
    /// @throws InvalidQuery if an expression has a nested type (array, map or row), which the result prints
    ///     in a form that cannot be parsed
    /// @throws Internal if the result has other columns than the query
    public static List<OutputColumn> merge(Query query, List<ResultColumn> fromResult) {
        List<OutputColumn> columns = query.columns();
        boolean sameNames = columns.size() == fromResult.size();
        for (int i = 0; sameNames && i < columns.size(); i++) {
            sameNames = columns.get(i).name().equalsIgnoreCase(fromResult.get(i).name());
        }
        if (!sameNames) {
            throw new Internal("The result has the columns "
                    + fromResult.stream().map(ResultColumn::name).collect(Collectors.joining(", "))
                    + ", but the query selects "
                    + columns.stream().map(OutputColumn::name).collect(Collectors.joining(", ")) + ".");
        }
        List<OutputColumn> merged = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            merged.add(new OutputColumn(
                    column.name(),
                    column.outputName(),
                    type(column, fromResult.get(i).type()),
                    column.asJson()));
        }
        return List.copyOf(merged);
    }

    private static ColumnType type(OutputColumn column, ColumnType result) {
        if (column.asJson()) {
            return column.type();
        }
        if (result.isNested()) {
            throw new InvalidQuery("Column " + column.name() + " is an expression of a nested type ("
                    + kind(result) + "), which the query's result prints without a way to read it back. Select it as "
                    + "JSON text: json_format(CAST(… AS JSON)) AS " + column.name() + ".");
        }
        if (column.type() == ColumnType.Simple.UNKNOWN) {
            return result;
        }
        return column.type() instanceof ColumnType.Timestamp known
                        && result instanceof ColumnType.Timestamp found
                        && (known.zoned() != found.zoned() || found.precision() > known.precision())
                ? found
                : column.type();
    }

    private static String kind(ColumnType nested) {
        return switch (nested) {
            case ColumnType.Array _ -> "array";
            case ColumnType.Map _ -> "map";
            case ColumnType.Row _ -> "row";
            case ColumnType.Simple _, ColumnType.Decimal _, ColumnType.Timestamp _ -> nested.toString();
        };
    }
}
