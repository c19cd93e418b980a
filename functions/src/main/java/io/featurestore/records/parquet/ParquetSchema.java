package io.featurestore.records.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitSchemaException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// Builds the Parquet schema of columns. [ParquetRecordWriter] has the table of types.
final class ParquetSchema {
    static final String LIST = "list";
    static final String ELEMENT = "element";
    static final String KEY_VALUE = "key_value";
    static final String KEY = "key";
    static final String VALUE = "value";

    private static final int INT32_DIGITS = 9;
    private static final int INT64_DIGITS = 18;

    private ParquetSchema() {}

    static MessageType of(List<OutputColumn> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("no columns");
        }
        Map<String, Integer> positions = new HashMap<>();
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            Integer earlier = positions.putIfAbsent(column.outputName(), i + 1);
            if (earlier != null) {
                throw new UnfitSchemaException("Columns " + earlier + " and " + (i + 1) + " are both named '"
                        + column.outputName() + "', which a Parquet file cannot hold; rename one with columnMapping"
                        + " or an alias.");
            }
            message.addField(
                    isNested(column)
                            ? type(column.type(), Repetition.OPTIONAL, column.outputName())
                            : flat(column, Repetition.OPTIONAL));
        }
        return message.named("export");
    }

    /// Returns whether the JSON text of a column is written as nested groups. JSON of unknown type stays text.
    static boolean isNested(OutputColumn column) {
        return column.asJson() && column.type().isNested();
    }

    /// Returns the unit in which a timestamp is written.
    static TimeUnit unit(ColumnType.Timestamp timestamp) {
        return timestamp.precision() <= 3 ? TimeUnit.MILLIS : TimeUnit.MICROS;
    }

    /// Returns the smallest number of bytes whose two's complement holds every number of `precision` digits.
    static int fixedLength(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
    }

    /// Returns the type of a flat column. A column that the query selects as JSON, but whose type is not nested,
    /// is JSON text.
    private static Type flat(OutputColumn column, Repetition repetition) {
        return column.asJson() || column.type().isNested()
                ? annotated(PrimitiveTypeName.BINARY, stringType(), repetition, column.outputName())
                : type(column.type(), repetition, column.outputName());
    }

    private static Type type(ColumnType type, Repetition repetition, String name) {
        return switch (type) {
            case ColumnType.Simple simple -> simple(simple, repetition, name);
            case ColumnType.Decimal decimal -> decimal(decimal, repetition, name);
            case ColumnType.Timestamp timestamp ->
                annotated(PrimitiveTypeName.INT64, timestampType(timestamp.zoned(), unit(timestamp)), repetition, name);
            case ColumnType.Array array -> list(array, repetition, name);
            case ColumnType.Map map -> map(map, repetition, name);
            case ColumnType.Row row -> row(row, repetition, name);
        };
    }

    private static Type simple(ColumnType.Simple type, Repetition repetition, String name) {
        return switch (type) {
            case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN, repetition, name);
            case TINYINT -> annotated(PrimitiveTypeName.INT32, intType(8, true), repetition, name);
            case SMALLINT -> annotated(PrimitiveTypeName.INT32, intType(16, true), repetition, name);
            case INTEGER -> plain(PrimitiveTypeName.INT32, repetition, name);
            case BIGINT -> plain(PrimitiveTypeName.INT64, repetition, name);
            case REAL -> plain(PrimitiveTypeName.FLOAT, repetition, name);
            case DOUBLE -> plain(PrimitiveTypeName.DOUBLE, repetition, name);
            case VARBINARY -> plain(PrimitiveTypeName.BINARY, repetition, name);
            case DATE -> annotated(PrimitiveTypeName.INT32, dateType(), repetition, name);
            case VARCHAR, CHAR, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH, UNKNOWN ->
                annotated(PrimitiveTypeName.BINARY, stringType(), repetition, name);
        };
    }

    private static Type decimal(ColumnType.Decimal type, Repetition repetition, String name) {
        LogicalTypeAnnotation annotation = decimalType(type.scale(), type.precision());
        if (type.precision() <= INT32_DIGITS) {
            return annotated(PrimitiveTypeName.INT32, annotation, repetition, name);
        }
        if (type.precision() <= INT64_DIGITS) {
            return annotated(PrimitiveTypeName.INT64, annotation, repetition, name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(fixedLength(type.precision()))
                .as(annotation)
                .named(name);
    }

    private static Type list(ColumnType.Array array, Repetition repetition, String name) {
        GroupType repeated = Types.repeatedGroup()
                .addField(type(array.element(), Repetition.OPTIONAL, ELEMENT))
                .named(LIST);
        return Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.listType())
                .addField(repeated)
                .named(name);
    }

    private static Type map(ColumnType.Map map, Repetition repetition, String name) {
        GroupType repeated = Types.repeatedGroup()
                .addField(type(map.key(), Repetition.REQUIRED, KEY))
                .addField(type(map.value(), Repetition.OPTIONAL, VALUE))
                .named(KEY_VALUE);
        return Types.buildGroup(repetition)
                .as(LogicalTypeAnnotation.mapType())
                .addField(repeated)
                .named(name);
    }

    private static Type row(ColumnType.Row row, Repetition repetition, String name) {
        Map<String, String> names = new HashMap<>();
        Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
        for (ColumnType.Field field : row.fields()) {
            String earlier = names.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
            if (earlier != null) {
                throw new UnfitSchemaException("The fields '" + earlier + "' and '" + field.name() + "' of " + name
                        + " have one name, which a Parquet file cannot hold; select its fields one by one.");
            }
            group.addField(type(field.type(), Repetition.OPTIONAL, field.name()));
        }
        return group.named(name);
    }

    private static Type plain(PrimitiveTypeName primitive, Repetition repetition, String name) {
        return Types.primitive(primitive, repetition).named(name);
    }

    private static Type annotated(
            PrimitiveTypeName primitive, LogicalTypeAnnotation annotation, Repetition repetition, String name) {
        return Types.primitive(primitive, repetition).as(annotation).named(name);
    }
}
