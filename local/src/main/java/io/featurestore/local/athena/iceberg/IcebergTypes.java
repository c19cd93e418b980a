package io.featurestore.local.athena.iceberg;

import io.featurestore.local.athena.sql.Sql;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Translates the types of Iceberg (iceberg.apache.org/spec/#schemas-and-data-types).
final class IcebergTypes {
    private IcebergTypes() {}

    /// Returns DuckDB's type.
    static String duck(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case STRING -> "VARCHAR";
            case UUID -> "UUID";
            case FIXED, BINARY -> "BLOB";
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
            }
            case LIST -> duck(type.asListType().elementType()) + "[]";
            case MAP ->
                "MAP(" + duck(type.asMapType().keyType()) + ", "
                        + duck(type.asMapType().valueType()) + ")";
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> Sql.quote(field.name()) + " " + duck(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            default -> throw new UnsupportedOperationException("The type " + type + " is not served.");
        };
    }

    /// Returns the type as the data catalog spells it, and as Trino does where the catalog has no word for it
    /// (github.com/trinodb/trino, plugin/trino-iceberg TypeConverter).
    static String catalog(Type type) {
        return switch (type.typeId()) {
            case INTEGER -> "int";
            case LONG -> "bigint";
            case TIME -> "time(6)";
            case FIXED, BINARY -> "binary";
            case TIMESTAMP ->
                ((Types.TimestampType) type).shouldAdjustToUTC() ? "timestamp(6) with time zone" : "timestamp(6)";
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
            }
            case LIST -> "array<" + catalog(type.asListType().elementType()) + ">";
            case MAP ->
                "map<" + catalog(type.asMapType().keyType()) + ","
                        + catalog(type.asMapType().valueType()) + ">";
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> field.name() + ":" + catalog(field.type()))
                        .collect(Collectors.joining(",", "struct<", ">"));
            default -> type.typeId().name().toLowerCase(Locale.ROOT);
        };
    }
}
