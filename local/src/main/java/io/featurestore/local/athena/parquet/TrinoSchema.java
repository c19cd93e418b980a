package io.featurestore.local.athena.parquet;

import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// Converts DuckDB's schema to the one that Trino writes for the same columns
/// (`io.trino.parquet.writer.ParquetSchemaConverter` with the Hive connector's settings, and the files of
/// Trino 476): everything is optional but the keys of maps; times are INT96; decimals are byte arrays of the
/// least length, as Hive reads them.
final class TrinoSchema {
    static final String ROOT = "trino_schema";
    private static final int BITS_A_BYTE = 8;

    private TrinoSchema() {}

    static MessageType of(MessageType duck) {
        return new MessageType(
                ROOT,
                duck.getFields().stream().map(field -> convert(field, false)).toList());
    }

    private static Type convert(Type type, boolean required) {
        Repetition repetition = type.isRepetition(Repetition.REPEATED)
                ? Repetition.REPEATED
                : required ? Repetition.REQUIRED : Repetition.OPTIONAL;
        if (type.isPrimitive()) {
            return primitive(type.asPrimitiveType(), repetition);
        }
        GroupType group = type.asGroupType();
        boolean entry = group.isRepetition(Repetition.REPEATED) && group.getFieldCount() == 2;
        Type[] fields = group.getFields().stream()
                .map(field -> convert(field, entry && group.getFieldIndex(field.getName()) == 0))
                .toArray(Type[]::new);
        return Types.buildGroup(repetition)
                .as(type.getLogicalTypeAnnotation())
                .addFields(fields)
                .named(type.getName());
    }

    private static Type primitive(PrimitiveType type, Repetition repetition) {
        return switch (type.getLogicalTypeAnnotation()) {
            case TimestampLogicalTypeAnnotation _ ->
                Types.primitive(PrimitiveTypeName.INT96, repetition).named(type.getName());
            case DecimalLogicalTypeAnnotation decimal ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(bytes(decimal.getPrecision()))
                        .as(LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision()))
                        .named(type.getName());
            // The order that readers assume where a footer names none. With it, a column with NaN has no minimum.
            case null, default ->
                Types.primitive(type.getPrimitiveTypeName(), repetition)
                        .length(type.getTypeLength())
                        .as(type.getLogicalTypeAnnotation())
                        .columnOrder(ColumnOrder.typeDefined())
                        .named(type.getName());
        };
    }

    /// Returns the least number of bytes that hold all numbers with so many digits.
    static int bytes(int precision) {
        int bits = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() + 1;
        return Math.ceilDiv(bits, BITS_A_BYTE);
    }

    /// Returns the schema with one column alone.
    static MessageType alone(MessageType schema, String[] path) {
        return new MessageType(ROOT, List.of(alone(schema.getType(path[0]), path, 1)));
    }

    private static Type alone(Type type, String[] path, int depth) {
        return type.isPrimitive()
                ? type
                : new GroupType(
                        type.getRepetition(),
                        type.getName(),
                        List.of(alone(type.asGroupType().getType(path[depth]), path, depth + 1)));
    }

    /// Returns for each definition level of a column in one schema the level of the same value in another
    /// schema, in which other nodes are optional.
    static int[] levels(MessageType from, MessageType to, String[] path) {
        int[] levels = new int[path.length + 1];
        Type one = from;
        Type other = to;
        int level = 0;
        int target = 0;
        for (String name : path) {
            one = one.asGroupType().getType(name);
            other = other.asGroupType().getType(name);
            if (!one.isRepetition(Repetition.REQUIRED)) {
                levels[level] = target;
                level++;
            }
            if (!other.isRepetition(Repetition.REQUIRED)) {
                target++;
            }
        }
        levels[level] = target;
        return levels;
    }
}
