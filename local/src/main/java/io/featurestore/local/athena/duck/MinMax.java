package io.featurestore.local.athena.duck;

import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.ParquetFooter;
import io.featurestore.local.athena.files.ParquetNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.Type;

/// Decides by the statistics of a column chunk whether a comparison can hold for one of its rows. Trino skips a row
/// group if it cannot (`io.trino.parquet.predicate.TupleDomainParquetPredicate`).
final class MinMax {
    /// Times are rounded to milliseconds when they are read.
    private static final BigDecimal ROUNDING = BigDecimal.valueOf(1000);

    private MinMax() {}

    /// Returns false if no row of the chunk fulfils the comparison.
    ///
    /// @param type the type of the column in the catalog
    static boolean mayHold(
            Condition.Comparison comparison, ParquetFooter.Chunk chunk, ParquetNode column, HiveType.Scalar type) {
        if (chunk.nulls() >= 0 && chunk.nulls() == chunk.values()) {
            return false;
        }
        return comparison.literals().stream()
                .anyMatch(literal -> mayHold(comparison.operator(), literal, chunk, column, type));
    }

    private static boolean mayHold(
            String operator,
            Condition.Literal literal,
            ParquetFooter.Chunk chunk,
            ParquetNode column,
            HiveType.Scalar type) {
        if (literal.number().isEmpty()) {
            return !isText(column, type)
                    || mayHold(
                            operator,
                            chunk.min().map(min -> order(min, literal.text())),
                            chunk.max().map(max -> order(max, literal.text())));
        }
        BigDecimal number = literal.number().get();
        BigDecimal slack = type.kind() == HiveType.Kind.TIMESTAMP ? ROUNDING : BigDecimal.ZERO;
        return mayHold(
                operator,
                chunk.min().flatMap(min -> number(min, column)).map(min -> min.subtract(slack)
                        .compareTo(number)),
                chunk.max().flatMap(max -> number(max, column)).map(max -> max.add(slack)
                        .compareTo(number)));
    }

    /// Decides by the order of the smallest and the largest value relative to the literal.
    private static boolean mayHold(String operator, Optional<Integer> min, Optional<Integer> max) {
        return switch (operator) {
            case "<" -> min.isEmpty() || min.get() < 0;
            case "<=" -> min.isEmpty() || min.get() <= 0;
            case ">" -> max.isEmpty() || max.get() > 0;
            case ">=" -> max.isEmpty() || max.get() >= 0;
            default -> (min.isEmpty() || min.get() <= 0) && (max.isEmpty() || max.get() >= 0);
        };
    }

    private static boolean isText(ParquetNode column, HiveType.Scalar type) {
        return type.kind() == HiveType.Kind.VARCHAR
                && type.size() == 0
                && column.physical().equals(Optional.of(Type.BYTE_ARRAY));
    }

    private static int order(byte[] bound, String text) {
        return Arrays.compareUnsigned(bound, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<BigDecimal> number(byte[] bound, ParquetNode column) {
        ByteBuffer bytes = ByteBuffer.wrap(bound).order(ByteOrder.LITTLE_ENDIAN);
        String logical = column.logical();
        if (logical.contains("false)") && logical.startsWith("INTEGER")) {
            return Optional.empty();
        }
        return switch (column.physical().orElse(Type.INT96)) {
            case BOOLEAN -> Optional.of(BigDecimal.valueOf(bytes.get(0)));
            case INT32 -> Optional.of(scaled(BigDecimal.valueOf(bytes.getInt(0)), logical));
            case INT64 -> Optional.of(scaled(BigDecimal.valueOf(bytes.getLong(0)), logical));
            case FLOAT -> finite(bytes.getFloat(0));
            case DOUBLE -> finite(bytes.getDouble(0));
            case FIXED_LEN_BYTE_ARRAY, BYTE_ARRAY ->
                logical.startsWith("DECIMAL") && bound.length > 0
                        ? Optional.of(scaled(new BigDecimal(new BigInteger(bound)), logical))
                        : Optional.empty();
            case INT96 -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> finite(double number) {
        return Double.isFinite(number) ? Optional.of(new BigDecimal(number)) : Optional.empty();
    }

    private static BigDecimal scaled(BigDecimal number, String logical) {
        if (logical.startsWith("DECIMAL")) {
            int scale = Integer.parseInt(logical.substring(logical.indexOf(',') + 1, logical.length() - 1));
            return number.movePointLeft(scale);
        }
        if (logical.startsWith("TIMESTAMP(MILLIS")) {
            return number.movePointRight(3);
        }
        return logical.startsWith("TIMESTAMP(NANOS") ? number.movePointLeft(3) : number;
    }
}
