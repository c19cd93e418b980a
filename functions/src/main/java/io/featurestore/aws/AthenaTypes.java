package io.featurestore.aws;

import java.util.List;
import java.util.Locale;

import io.featurestore.records.ColumnType;
import software.amazon.awssdk.services.athena.model.ColumnInfo;

/**
 * The types of a result's columns. Athena names a type without its parameters: precision and scale stand beside it
 * (docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html), and what is in an array, map or row is not said.
 */
final class AthenaTypes {
    private static final ColumnType ELEMENT = ColumnType.Simple.UNKNOWN;

    private AthenaTypes() {}

    static ColumnType of(ColumnInfo column) {
        String name = column.type().strip().toLowerCase(Locale.ROOT);
        int precision = column.precision() == null ? 0 : column.precision();
        return switch (name) {
            case "array" -> new ColumnType.Array(ELEMENT);
            case "map" -> new ColumnType.Map(ELEMENT, ELEMENT);
            case "row", "struct" -> new ColumnType.Row(List.of(new ColumnType.Field("field0", ELEMENT)));
            case "decimal" -> new ColumnType.Decimal(precision == 0 ? 38 : precision,
                    column.scale() == null ? 0 : column.scale());
            case "timestamp", "timestamp with time zone" -> new ColumnType.Timestamp(precision == 0 ? 3 : precision,
                    name.endsWith("zone"));
            default -> parsed(name);
        };
    }

    /** A type that has no name here, such as a geometry, comes as the text the engine prints. */
    private static ColumnType parsed(String name) {
        try {
            return ColumnType.parse(name);
        } catch (IllegalArgumentException e) {
            return ColumnType.Simple.VARCHAR;
        }
    }
}
