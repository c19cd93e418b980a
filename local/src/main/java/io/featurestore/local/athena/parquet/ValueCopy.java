package io.featurestore.local.athena.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/// Copies one value from DuckDB's type to Trino's.
@FunctionalInterface
interface ValueCopy {
    /// Copies the current value of the reader, which is not NULL.
    ///
    /// @param repetition the repetition level of the value
    /// @param definition the definition level of the value in the target
    void copy(ColumnReader from, ColumnWriter to, int repetition, int definition);

    /// Returns the copy of values of a type of DuckDB.
    static ValueCopy of(PrimitiveType type) {
        return switch (type.getLogicalTypeAnnotation()) {
            case TimestampLogicalTypeAnnotation time -> time(time);
            case DecimalLogicalTypeAnnotation decimal -> decimal(type, TrinoSchema.bytes(decimal.getPrecision()));
            case null, default -> same(type);
        };
    }

    private static ValueCopy same(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> (from, to, r, d) -> to.write(from.getInteger(), r, d);
            case INT64 -> (from, to, r, d) -> to.write(from.getLong(), r, d);
            case BOOLEAN -> (from, to, r, d) -> to.write(from.getBoolean(), r, d);
            case FLOAT -> (from, to, r, d) -> to.write(from.getFloat(), r, d);
            case DOUBLE -> (from, to, r, d) -> to.write(from.getDouble(), r, d);
            case BINARY -> (from, to, r, d) -> to.write(from.getBinary(), r, d);
            case INT96, FIXED_LEN_BYTE_ARRAY ->
                throw new IllegalArgumentException("DuckDB wrote a type that no result has: " + type);
        };
    }

    /// Copies times as INT96: the nanoseconds of the day and the Julian day, both little-endian. Digits below
    /// the millisecond are cut off, as in a CSV result; Trino's `timestamp(3)` has none.
    private static ValueCopy time(TimestampLogicalTypeAnnotation time) {
        if (time.getUnit() != LogicalTypeAnnotation.TimeUnit.MICROS) {
            throw new IllegalArgumentException("DuckDB wrote a time that no result has: " + time);
        }
        long millisADay = TimeUnit.DAYS.toMillis(1);
        int julianEpoch = 2_440_588;
        byte[] bytes = new byte[Long.BYTES + Integer.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Binary reused = Binary.fromReusedByteArray(bytes);
        return (from, to, r, d) -> {
            long millis = Math.floorDiv(from.getLong(), 1000L);
            long day = Math.floorDiv(millis, millisADay);
            buffer.putLong(0, TimeUnit.MILLISECONDS.toNanos(millis - day * millisADay));
            buffer.putInt(Long.BYTES, (int) day + julianEpoch);
            to.write(reused, r, d);
        };
    }

    /// Copies decimals as big-endian numbers.
    private static ValueCopy decimal(PrimitiveType type, int length) {
        byte[] bytes = new byte[length];
        Binary reused = Binary.fromReusedByteArray(bytes);
        return switch (type.getPrimitiveTypeName()) {
            case INT32 ->
                (from, to, r, d) -> {
                    put(from.getInteger(), bytes);
                    to.write(reused, r, d);
                };
            case INT64 ->
                (from, to, r, d) -> {
                    put(from.getLong(), bytes);
                    to.write(reused, r, d);
                };
            case FIXED_LEN_BYTE_ARRAY ->
                (from, to, r, d) -> {
                    ByteBuffer value = from.getBinary().toByteBuffer();
                    value.get(value.limit() - length, bytes);
                    to.write(reused, r, d);
                };
            default -> throw new IllegalArgumentException("DuckDB wrote a decimal of another kind: " + type);
        };
    }

    private static void put(long number, byte[] bytes) {
        long rest = number;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) rest;
            rest >>= Byte.SIZE;
        }
    }
}
