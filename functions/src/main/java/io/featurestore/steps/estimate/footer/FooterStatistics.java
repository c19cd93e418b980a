package io.featurestore.steps.estimate.footer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TimeUnit;

/// Reads the statistics of a column chunk (github.com/apache/parquet-format, parquet.thrift, `Statistics`).
/// Bounds in the deprecated fields are read only for types whose order has not changed since. Bounds of INT96 are
/// not read, as INT96 has no defined order.
final class FooterStatistics {
    private static final long NANOS = 1_000_000_000;

    private FooterStatistics() {}

    /// Returns the value bounds of a column chunk.
    static ValueBounds bounds(SchemaElement element, ColumnMetaData chunk, long rows) {
        Statistics statistics = chunk.getStatistics();
        if (statistics == null) {
            return ValueBounds.unknown(rows);
        }
        long nulls = statistics.isSetNull_count() ? statistics.getNull_count() : -1;
        boolean signed =
                switch (FooterFields.type(element)) {
                    case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
                    case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
                };
        Optional<Object> least = statistics.isSetMin_value()
                ? value(element, statistics.getMin_value())
                : signed && statistics.isSetMin() ? value(element, statistics.getMin()) : Optional.empty();
        Optional<Object> most = statistics.isSetMax_value()
                ? value(element, statistics.getMax_value())
                : signed && statistics.isSetMax() ? value(element, statistics.getMax()) : Optional.empty();
        boolean floating =
                switch (FooterFields.type(element)) {
                    case FLOAT, DOUBLE -> true;
                    default -> false;
                };
        return new ValueBounds(rows, nulls, least, most, floating);
    }

    private static Optional<Object> value(SchemaElement element, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (FooterFields.type(element)) {
            case BOOLEAN -> bytes.length == 1 ? Optional.of(bytes[0] != 0) : Optional.empty();
            case INT32 -> bytes.length == Integer.BYTES ? integer(element, buffer.getInt()) : Optional.empty();
            case INT64 -> bytes.length == Long.BYTES ? integer(element, buffer.getLong()) : Optional.empty();
            case FLOAT -> bytes.length == Float.BYTES ? number(buffer.getFloat()) : Optional.empty();
            case DOUBLE -> bytes.length == Double.BYTES ? number(buffer.getDouble()) : Optional.empty();
            case BYTE_ARRAY ->
                isDecimal(element) ? decimal(element, bytes) : isText(element) ? text(bytes) : Optional.empty();
            case FIXED_LEN_BYTE_ARRAY -> isDecimal(element) ? decimal(element, bytes) : Optional.empty();
            case INT96 -> Optional.empty();
        };
    }

    private static Optional<Object> number(double value) {
        return Double.isFinite(value) ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }

    private static Optional<Object> integer(SchemaElement element, long value) {
        LogicalType type = element.getLogicalType();
        if (isDecimal(element)) {
            return Optional.of(BigDecimal.valueOf(value, element.getScale()));
        }
        if (element.getConverted_type() == ConvertedType.DATE || type != null && type.isSetDATE()) {
            return Optional.of(LocalDate.ofEpochDay(value));
        }
        TimeUnit unit =
                type != null && type.isSetTIMESTAMP() ? type.getTIMESTAMP().getUnit() : null;
        if (unit != null) {
            return Optional.of(time(value, unit.isSetMILLIS() ? 1_000 : unit.isSetMICROS() ? 1_000_000 : NANOS));
        }
        if (element.getConverted_type() == ConvertedType.TIMESTAMP_MILLIS) {
            return Optional.of(time(value, 1_000));
        }
        if (element.getConverted_type() == ConvertedType.TIMESTAMP_MICROS) {
            return Optional.of(time(value, 1_000_000));
        }
        boolean plain = element.getConverted_type() == null
                || switch (element.getConverted_type()) {
                    case INT_8, INT_16, INT_32, INT_64 -> true;
                    default -> false;
                };
        return plain
                        && (type == null
                                || type.isSetINTEGER() && type.getINTEGER().isIsSigned())
                ? Optional.of(BigDecimal.valueOf(value))
                : Optional.empty();
    }

    private static LocalDateTime time(long value, long perSecond) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, perSecond),
                (int) (Math.floorMod(value, perSecond) * (NANOS / perSecond)),
                ZoneOffset.UTC);
    }

    static boolean isDecimal(SchemaElement element) {
        return element.getConverted_type() == ConvertedType.DECIMAL
                || element.getLogicalType() != null && element.getLogicalType().isSetDECIMAL();
    }

    static boolean isText(SchemaElement element) {
        return element.getConverted_type() == ConvertedType.UTF8
                || element.getLogicalType() != null && element.getLogicalType().isSetSTRING();
    }

    private static Optional<Object> decimal(SchemaElement element, byte[] bytes) {
        return bytes.length == 0
                ? Optional.empty()
                : Optional.of(new BigDecimal(new BigInteger(bytes), element.getScale()));
    }

    /// Decodes a text bound; empty if it was truncated within a character.
    private static Optional<Object> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
