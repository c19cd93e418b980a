package io.featurestore.records.fidelity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Describes the types of the columns of a Parquet file.
final class ParquetTypes {
    private ParquetTypes() {}

    static String of(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return type(reader.getFileMetaData().getSchema().getType(0));
        }
    }

    /// Returns the names of a file's columns.
    static List<String> names(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFileMetaData().getSchema().getFields().stream()
                    .map(Type::getName)
                    .toList();
        }
    }

    private static String type(Type type) {
        return type.isPrimitive() ? primitive(type.asPrimitiveType()) : group(type.asGroupType());
    }

    private static String group(GroupType group) {
        return switch (group.getLogicalTypeAnnotation()) {
            case ListLogicalTypeAnnotation _ ->
                "LIST of " + type(group.getType(0).asGroupType().getType(0));
            case MapLogicalTypeAnnotation _ -> {
                GroupType entry = group.getType(0).asGroupType();
                yield "MAP of " + type(entry.getType(0)) + " to " + type(entry.getType(1));
            }
            case null, default ->
                group.getFields().stream()
                        .map(f -> f.getName() + " " + type(f))
                        .collect(Collectors.joining(", ", "group of ", ""));
        };
    }

    private static String primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof StringLogicalTypeAnnotation) {
            return "STRING";
        }
        String physical = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? "FIXED(" + type.getTypeLength() + ")"
                : type.getPrimitiveTypeName().name();
        return physical + logical(logical);
    }

    private static String logical(@Nullable LogicalTypeAnnotation logical) {
        return switch (logical) {
            case null -> "";
            case IntLogicalTypeAnnotation integer -> ", INT(" + integer.getBitWidth() + ")";
            case DecimalLogicalTypeAnnotation decimal ->
                ", DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
            case TimestampLogicalTypeAnnotation time ->
                ", TIMESTAMP(" + time.getUnit() + (time.isAdjustedToUTC() ? ", UTC)" : ")");
            default -> ", " + logical;
        };
    }
}
