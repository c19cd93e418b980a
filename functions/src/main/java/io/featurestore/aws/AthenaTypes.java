package io.featurestore.aws;

import io.featurestore.records.ColumnType;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.athena.model.ColumnInfo;

/// Reads the types of a result's columns. Athena names a type without its parameters. Precision and scale are
/// separate fields (docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html), and the types inside an
/// array, map or row are not given.
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
            case "decimal" ->
                new ColumnType.Decimal(precision == 0 ? 38 : precision, column.scale() == null ? 0 : column.scale());
            case "timestamp", "timestamp with time zone" ->
                new ColumnType.Timestamp(precision == 0 ? 3 : precision, name.endsWith("zone"));
            default -> parsed(name);
        };
    }

    /// Parses a type name. A type that is unknown here, such as a geometry, is exported as the engine's text.
    private static ColumnType parsed(String name) {
        try {
            return ColumnType.parse(name);
        } catch (IllegalArgumentException e) {
            return ColumnType.Simple.VARCHAR;
        }
    }
}
