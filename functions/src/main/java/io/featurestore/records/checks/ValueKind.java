package io.featurestore.records.checks;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;

/// Classifies a column by the expectations that its values can meet.
enum ValueKind {
    NUMBER,
    INSTANT,
    TEXT,
    BOOLEAN,
    OTHER,
    /// Stands for an expression whose type is known only from the query's result.
    UNKNOWN;

    /// Returns the kind of a column's values. Columns that are selected as JSON text are [#OTHER].
    static ValueKind of(OutputColumn column) {
        if (column.asJson()) {
            return OTHER;
        }
        return switch (column.type()) {
            case ColumnType.Decimal _ -> NUMBER;
            case ColumnType.Timestamp _ -> INSTANT;
            case ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> OTHER;
            case ColumnType.Simple simple ->
                switch (simple) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> NUMBER;
                    case DATE -> INSTANT;
                    case VARCHAR, CHAR -> TEXT;
                    case BOOLEAN -> BOOLEAN;
                    case UNKNOWN -> UNKNOWN;
                    case VARBINARY, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH ->
                        OTHER;
                };
        };
    }
}
