package io.featurestore.local.iceberg;

import io.featurestore.local.glue.Catalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Describes the columns of an Iceberg table for the data catalog, where people read them. Engines take the columns
/// from the table's metadata. The description is that of Iceberg's own catalog for Glue
/// (github.com/apache/iceberg, aws/src/main/java/org/apache/iceberg/aws/glue/IcebergToGlueConverter.java): the
/// current columns, then the former ones of other names, each with its field id.
final class GlueColumns {
    private GlueColumns() {}

    static List<Catalog.Column> of(TableMetadata metadata) {
        List<Catalog.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        add(columns, names, metadata.schema(), true);
        for (Schema schema : metadata.schemas()) {
            if (schema.schemaId() != metadata.currentSchemaId()) {
                add(columns, names, schema, false);
            }
        }
        return columns;
    }

    private static void add(List<Catalog.Column> columns, Set<String> names, Schema schema, boolean current) {
        for (Types.NestedField field : schema.columns()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (names.add(name)) {
                columns.add(new Catalog.Column(
                        name,
                        hive(field.type()),
                        Map.of(
                                "iceberg.field.id",
                                Integer.toString(field.fieldId()),
                                "iceberg.field.optional",
                                Boolean.toString(field.isOptional()),
                                "iceberg.field.current",
                                Boolean.toString(current))));
            }
        }
    }

    /// Returns the type in Hive's spelling, which knows neither times of day nor time zones.
    static String hive(Type type) {
        return switch (type.typeId()) {
            case INTEGER -> "int";
            case LONG -> "bigint";
            case TIME, STRING, UUID -> "string";
            case TIMESTAMP, TIMESTAMP_NANO -> "timestamp";
            case FIXED, BINARY -> "binary";
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
            }
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> field.name() + ":" + hive(field.type()))
                        .collect(Collectors.joining(",", "struct<", ">"));
            case LIST -> "array<" + hive(type.asListType().elementType()) + ">";
            case MAP ->
                "map<" + hive(type.asMapType().keyType()) + ","
                        + hive(type.asMapType().valueType()) + ">";
            default -> type.typeId().name().toLowerCase(Locale.ROOT);
        };
    }
}
