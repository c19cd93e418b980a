package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// Decides how the values that a file stores in one type are printed as another type, as Trino 476 reads them
/// (trinodb/trino, `lib/trino-parquet`, `ColumnReaderFactory` and `TransformingValueDecoders`). It refuses
/// what Trino refuses, and three things that Trino accepts by accident: an integer as `real`, of which Trino
/// takes the bits, a UUID as text, of which it takes the bytes, and a time of day as `bigint`. A decimal as
/// `double` is printed, although Trino refuses it, because the embedded engine reads it.
public final class ValueTexts {
    /// The largest precision of a decimal that Trino keeps in a long.
    private static final int SHORT_DECIMAL = 18;
    private static final int UUID_BYTES = 16;

    private ValueTexts() {}

    /// Returns the printer of a column's values; empty if Athena does not read the file's type as the
    /// table's.
    ///
    /// @param type the type of the table or query
    /// @param length the length of `char(n)` or `varchar(n)`; 0 if it is not limited or not known
    /// @param stored the type in the file
    /// @param nested whether the value is part of an array, map or row; Trino prints numbers as text only
    ///     elsewhere
    public static Optional<ValueText> of(ColumnType type, int length, PrimitiveType stored, boolean nested) {
        LogicalTypeAnnotation logical = stored.getLogicalTypeAnnotation();
        boolean text = type == Simple.VARCHAR && stored.getPrimitiveTypeName() != PrimitiveTypeName.BINARY;
        if (nested && text) {
            return Optional.empty();
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(type, length, decimal);
        }
        return Optional.ofNullable(
                switch (stored.getPrimitiveTypeName()) {
                    case BOOLEAN -> type == Simple.BOOLEAN ? new ScalarTexts.Bool() : null;
                    case INT32 -> int32(type, length, logical);
                    case INT64 -> int64(type, length, logical);
                    case INT96 -> int96(type, length);
                    case FLOAT -> floating(type, length, true);
                    case DOUBLE -> floating(type, length, false);
                    case BINARY -> bytes(type, length);
                    case FIXED_LEN_BYTE_ARRAY -> fixed(type, logical, stored.getTypeLength());
                });
    }

    private static @Nullable ValueText int32(ColumnType type, int length, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DateLogicalTypeAnnotation) {
            return type == Simple.DATE ? new TimeTexts.Date() : null;
        }
        return isInteger(logical) ? integer(type, length, true) : null;
    }

    private static @Nullable ValueText int64(ColumnType type, int length, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            if (type == Simple.BIGINT) {
                return new NumberTexts.Int(type, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            return type instanceof ColumnType.Timestamp as ? new TimeTexts.Timestamp(as, timestamp.getUnit()) : null;
        }
        return isInteger(logical) ? integer(type, length, false) : null;
    }

    private static boolean isInteger(@Nullable LogicalTypeAnnotation logical) {
        return logical == null || logical instanceof IntLogicalTypeAnnotation;
    }

    private static @Nullable ValueText integer(ColumnType type, int length, boolean narrow) {
        return switch (type) {
            case Simple.TINYINT -> new NumberTexts.Int(type, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Simple.SMALLINT -> new NumberTexts.Int(type, Short.MIN_VALUE, Short.MAX_VALUE);
            case Simple.INTEGER -> new NumberTexts.Int(type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Simple.BIGINT -> new NumberTexts.Int(type, Long.MIN_VALUE, Long.MAX_VALUE);
            case Simple.DOUBLE -> new NumberTexts.IntAsDouble();
            case Simple.VARCHAR -> new NumberTexts.AsVarchar(length, 0);
            case Simple.DATE -> new TimeTexts.Date();
            case ColumnType.Decimal decimal
            when narrow && decimal.precision() <= SHORT_DECIMAL -> new NumberTexts.Decimal(decimal, 0);
            default -> null;
        };
    }

    private static @Nullable ValueText int96(ColumnType type, int length) {
        return switch (type) {
            case ColumnType.Timestamp timestamp -> new TimeTexts.Int96(timestamp, 0);
            case Simple.VARCHAR -> new TimeTexts.Int96(new ColumnType.Timestamp(3, false), length);
            default -> null;
        };
    }

    private static @Nullable ValueText floating(ColumnType type, int length, boolean single) {
        return switch (type) {
            case Simple.REAL -> single ? new NumberTexts.Real() : null;
            case Simple.DOUBLE -> new NumberTexts.Binary64();
            case Simple.VARCHAR -> new NumberTexts.FloatAsVarchar(length);
            default -> null;
        };
    }

    private static Optional<ValueText> decimal(ColumnType type, int length, DecimalLogicalTypeAnnotation stored) {
        int scale = stored.getScale();
        boolean whole = scale == 0 && stored.getPrecision() <= SHORT_DECIMAL;
        return Optional.ofNullable(
                switch (type) {
                    case ColumnType.Decimal decimal -> new NumberTexts.Decimal(decimal, scale);
                    case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT ->
                        whole ? integer(type, length, false) : null;
                    case Simple.VARCHAR -> new NumberTexts.AsVarchar(length, scale);
                    case Simple.DOUBLE -> new NumberTexts.DecimalAsDouble(scale);
                    default -> null;
                });
    }

    private static @Nullable ValueText bytes(ColumnType type, int length) {
        return switch (type) {
            case Simple.VARCHAR -> length == 0 ? new ScalarTexts.Copy() : new ScalarTexts.Varchar(length);
            case Simple.CHAR -> length == 0 ? new ScalarTexts.Copy() : new ScalarTexts.Char(length);
            case Simple.VARBINARY -> new ScalarTexts.Binary();
            default -> null;
        };
    }

    private static @Nullable ValueText fixed(ColumnType type, @Nullable LogicalTypeAnnotation logical, int length) {
        boolean uuid = logical instanceof UUIDLogicalTypeAnnotation;
        if (logical != null && !uuid) {
            return null;
        }
        return switch (type) {
            case Simple.VARBINARY -> new ScalarTexts.Binary();
            case Simple.UUID -> length == UUID_BYTES ? new ScalarTexts.Uuid() : null;
            default -> null;
        };
    }
}
