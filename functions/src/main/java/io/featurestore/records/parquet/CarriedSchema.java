package io.featurestore.records.parquet;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitSchemaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/// Gives the row groups of an engine's Parquet files the names and the annotations of an output's columns.
/// Names and annotations lie in the footer alone, so no page changes. The physical types must be those of the
/// output, with one exception: a decimal may have any physical type that the format allows for it, and keeps
/// it (github.com/apache/parquet-format, LogicalTypes.md).
public final class CarriedSchema {
    private final List<OutputColumn> columns;
    private final List<SchemaElement> wanted;

    /// Describes an output with flat columns.
    public CarriedSchema(List<OutputColumn> columns) {
        this.columns = columns;
        this.wanted = schema(columns);
    }

    /// Returns the footer of a file with the output's names and annotations.
    ///
    /// @param file names the file in errors
    /// @throws UnfitSchemaException if the file has other columns than the output
    public FileMetaData applied(String file, FileMetaData footer) {
        List<SchemaElement> found = Objects.requireNonNull(footer.getSchema());
        if (found.size() != wanted.size()) {
            throw new UnfitSchemaException("The file " + file + " has " + (found.size() - 1)
                    + " columns where the query selects " + columns.size() + ".");
        }
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(wanted.getFirst());
        for (int i = 1; i < wanted.size(); i++) {
            elements.add(element(file, columns.get(i - 1), wanted.get(i), found.get(i)));
        }
        FileMetaData applied = footer.deepCopy();
        applied.setSchema(elements);
        // Other writers' notes about their own schema, such as Arrow's, would contradict the new one.
        applied.unsetKey_value_metadata();
        Objects.requireNonNull(applied.getRow_groups()).forEach(this::rename);
        return applied;
    }

    private static SchemaElement element(String file, OutputColumn column, SchemaElement wanted, SchemaElement found) {
        boolean sameType = found.getType() == wanted.getType();
        LogicalType logical = wanted.getLogicalType();
        boolean decimal = logical != null
                && logical.isSet(LogicalType._Fields.DECIMAL)
                && found.getScale() == wanted.getScale()
                && found.getPrecision() == wanted.getPrecision();
        if (!column.name().equalsIgnoreCase(found.getName()) || !(sameType || decimal) || found.getNum_children() > 0) {
            throw new UnfitSchemaException("The file " + file + " has the column '" + found.getName() + "' of type "
                    + found.getType() + " where the query selects '" + column.name() + "' of type " + column.type()
                    + ".");
        }
        SchemaElement element = wanted.deepCopy();
        element.setRepetition_type(found.getRepetition_type());
        element.setType(found.getType());
        if (found.getType() == Type.FIXED_LEN_BYTE_ARRAY) {
            element.setType_length(found.getType_length());
        } else {
            element.unsetType_length();
        }
        return element;
    }

    private void rename(RowGroup group) {
        List<ColumnChunk> chunks = Objects.requireNonNull(group.getColumns());
        for (int i = 0; i < chunks.size(); i++) {
            ColumnMetaData metadata = chunks.get(i).getMeta_data();
            if (metadata != null) {
                metadata.setPath_in_schema(List.of(columns.get(i).outputName()));
            }
        }
    }

    /// Returns the schema that the writer of Parquet outputs gives these columns.
    private static List<SchemaElement> schema(List<OutputColumn> columns) {
        ParquetMetadata empty = new ParquetMetadata(
                new org.apache.parquet.hadoop.metadata.FileMetaData(ParquetSchema.of(columns), Map.of(), ""),
                List.of());
        return Objects.requireNonNull(
                new ParquetMetadataConverter().toParquetMetadata(1, empty).getSchema());
    }
}
