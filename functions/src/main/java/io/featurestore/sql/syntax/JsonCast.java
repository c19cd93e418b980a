package io.featurestore.sql.syntax;

import io.featurestore.records.ColumnType;
import java.util.Optional;

/// Knows which types Athena's `CAST(… AS JSON)` accepts (Trino's JsonUtil.canCastToJson): text, numbers,
/// booleans, dates, timestamps without zone, JSON, and arrays, rows and maps of these. Keys of a map are text,
/// numbers or booleans.
public final class JsonCast {
    private JsonCast() {}

    /// Returns the first type inside a type that cannot be cast; empty if the whole type can be cast.
    public static Optional<ColumnType> obstacle(ColumnType type) {
        return switch (type) {
            case ColumnType.Array array -> obstacle(array.element());
            case ColumnType.Map map -> isKey(map.key()) ? obstacle(map.value()) : Optional.of(map.key());
            case ColumnType.Row row ->
                row.fields().stream()
                        .flatMap(field -> obstacle(field.type()).stream())
                        .findFirst();
            case ColumnType.Simple simple ->
                switch (simple) {
                    case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, DATE, JSON, UNKNOWN ->
                        Optional.empty();
                    case CHAR, VARBINARY, TIME, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH ->
                        Optional.of(type);
                };
            case ColumnType.Decimal _ -> Optional.empty();
            case ColumnType.Timestamp timestamp -> timestamp.zoned() ? Optional.of(type) : Optional.empty();
        };
    }

    private static boolean isKey(ColumnType type) {
        return switch (type) {
            case ColumnType.Simple simple ->
                switch (simple) {
                    case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, UNKNOWN -> true;
                    case CHAR,
                            VARBINARY,
                            DATE,
                            TIME,
                            JSON,
                            UUID,
                            IPADDRESS,
                            INTERVAL_DAY_TO_SECOND,
                            INTERVAL_YEAR_TO_MONTH -> false;
                };
            case ColumnType.Decimal _ -> true;
            case ColumnType.Timestamp _, ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> false;
        };
    }
}
