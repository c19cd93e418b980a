package io.featurestore.store.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type.PrimitiveType;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/// Builds a Parquet footer from Iceberg's metrics of a file. Iceberg stores bounds as Parquet does
/// (iceberg.apache.org/spec, appendix D).
final class MetricsFooter {
    private static final int UUID_BYTES = 16;

    private final ContentFile<?> file;
    private final List<SchemaElement> schema = new ArrayList<>();
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private int columns;

    MetricsFooter(ContentFile<?> file) {
        this.file = file;
    }

    /// Adds a column with all its leaves. Returns false if the size of a leaf is not known.
    boolean add(String name, NestedField column) {
        columns++;
        return add(name, column, FieldRepetitionType.OPTIONAL);
    }

    FileMetaData build() {
        schema.addFirst(new SchemaElement("table").setNum_children(columns));
        RowGroup group = new RowGroup(chunks, file.fileSizeInBytes(), file.recordCount());
        return new FileMetaData(1, schema, file.recordCount(), List.of(group));
    }

    private boolean add(String name, NestedField field, FieldRepetitionType repetition) {
        SchemaElement element = new SchemaElement(name).setRepetition_type(repetition);
        schema.add(element);
        return switch (field.type().typeId()) {
            case STRUCT -> {
                List<NestedField> fields = field.type().asStructType().fields();
                element.setNum_children(fields.size());
                yield fields.stream().allMatch(f -> add(f.name(), f, FieldRepetitionType.OPTIONAL));
            }
            case LIST -> {
                element.setNum_children(1).setConverted_type(ConvertedType.LIST);
                yield repeated("list", field.type().asListType().fields());
            }
            case MAP -> {
                element.setNum_children(1).setConverted_type(ConvertedType.MAP);
                yield repeated("key_value", field.type().asMapType().fields());
            }
            default -> leaf(element, field);
        };
    }

    private boolean repeated(String name, List<NestedField> fields) {
        schema.add(new SchemaElement(name)
                .setRepetition_type(FieldRepetitionType.REPEATED)
                .setNum_children(fields.size()));
        return fields.stream().allMatch(f -> add(f.name(), f, FieldRepetitionType.OPTIONAL));
    }

    private boolean leaf(SchemaElement element, NestedField field) {
        int id = field.fieldId();
        Long size = value(file.columnSizes(), id);
        if (size == null || !(field.type() instanceof PrimitiveType type)) {
            return false;
        }
        element.setField_id(id);
        describe(element, type);
        Statistics statistics = new Statistics();
        Long nulls = value(file.nullValueCounts(), id);
        if (nulls != null) {
            statistics.setNull_count(nulls);
        }
        ByteBuffer least = value(file.lowerBounds(), id);
        if (least != null) {
            statistics.setMin_value(bytes(type, least));
        }
        ByteBuffer most = value(file.upperBounds(), id);
        if (most != null) {
            statistics.setMax_value(bytes(type, most));
        }
        Long values = value(file.valueCounts(), id);
        chunks.add(new ColumnChunk(0)
                .setMeta_data(new ColumnMetaData(
                                element.getType(),
                                List.of(Encoding.PLAIN),
                                List.of(element.getName()),
                                CompressionCodec.UNCOMPRESSED,
                                values == null ? file.recordCount() : values,
                                size,
                                size,
                                0)
                        .setStatistics(statistics)));
        return true;
    }

    private static <V> @Nullable V value(@Nullable Map<Integer, V> metrics, int id) {
        return metrics == null ? null : metrics.get(id);
    }

    /// Returns a bound as the column's current type stores it. A file may be older than a promotion of the type.
    private static byte[] bytes(PrimitiveType type, ByteBuffer bound) {
        Object value = Conversions.fromByteBuffer(type, bound);
        ByteBuffer current = Conversions.toByteBuffer(type, value);
        byte[] bytes = new byte[current.remaining()];
        current.duplicate().get(bytes);
        return bytes;
    }

    private static void describe(SchemaElement element, PrimitiveType type) {
        switch (type.typeId()) {
            case BOOLEAN -> element.setType(Type.BOOLEAN);
            case INTEGER -> element.setType(Type.INT32);
            case DATE -> element.setType(Type.INT32).setConverted_type(ConvertedType.DATE);
            case FLOAT -> element.setType(Type.FLOAT);
            case DOUBLE -> element.setType(Type.DOUBLE);
            case STRING -> element.setType(Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
            case UUID -> element.setType(Type.FIXED_LEN_BYTE_ARRAY).setType_length(UUID_BYTES);
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                element.setType(Type.BYTE_ARRAY)
                        .setConverted_type(ConvertedType.DECIMAL)
                        .setPrecision(decimal.precision())
                        .setScale(decimal.scale());
            }
            case TIMESTAMP ->
                element.setType(Type.INT64)
                        .setLogicalType(LogicalType.TIMESTAMP(new TimestampType(
                                ((Types.TimestampType) type).shouldAdjustToUTC(),
                                TimeUnit.MICROS(new MicroSeconds()))));
            case LONG -> element.setType(Type.INT64);
            case TIME -> element.setType(Type.INT64).setConverted_type(ConvertedType.TIME_MICROS);
            default -> element.setType(Type.BYTE_ARRAY);
        }
    }
}
