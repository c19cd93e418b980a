package io.featurestore.sql;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.sql.syntax.Identifiers;

/// Builds the select item of a column for UNLOAD.
///
/// @param column the column
/// @param typed see [Unload]
record UnloadColumn(SelectedColumn column, boolean typed) {
    private static final int MILLIS = 3;
    private static final int MICROS = 6;

    /// Returns the type of the column in the files.
    ColumnType type() {
        if (column.asJson()) {
            return Simple.VARCHAR;
        }
        return switch (column.type()) {
            case Simple simple -> isWritten(simple) ? simple : Simple.VARCHAR;
            case ColumnType.Decimal decimal -> decimal;
            case ColumnType.Timestamp _ -> typed ? Simple.BIGINT : Simple.VARCHAR;
            case ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> Simple.VARCHAR;
        };
    }

    /// Returns the select item.
    String sql() {
        if (type().equals(column.type()) || column.asJson()) {
            return column.sql();
        }
        String value = column.value().sql();
        String cast = column.type() instanceof ColumnType.Timestamp timestamp && typed
                ? sinceEpoch(value, timestamp)
                : column.type() == Simple.JSON ? "json_format(" + value + ")" : "CAST(" + value + " AS varchar)";
        return cast + " AS " + Identifiers.quoted(column.name());
    }

    /// Returns whether row groups of the files can be row groups of a Parquet output with this column.
    boolean isCarried() {
        return typed
                && !column.asJson()
                && (!(column.type() instanceof ColumnType.Timestamp timestamp)
                        || !timestamp.zoned() && timestamp.precision() <= MICROS);
    }

    /// Returns the number of milliseconds or microseconds since 1970. `date_diff` counts no fractions of a
    /// millisecond, so the digits after the point are taken from the text, which has as many as the type
    /// says.
    private static String sinceEpoch(String value, ColumnType.Timestamp timestamp) {
        if (timestamp.precision() <= MILLIS) {
            return "date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', " + value + ")";
        }
        String text = "CAST(CAST(" + value + " AS timestamp(" + MICROS + ")) AS varchar)";
        return "date_diff('second', TIMESTAMP '1970-01-01 00:00:00', date_trunc('second', " + value
                + ")) * 1000000 + CAST(split_part(" + text + ", '.', 2) AS bigint)";
    }

    private static boolean isWritten(Simple type) {
        return switch (type) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, VARBINARY, DATE -> true;
            case CHAR, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH, UNKNOWN -> false;
        };
    }
}
