package io.featurestore.local.athena.iceberg;

import static io.featurestore.local.athena.iceberg.DuckValues.plain;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Holds what the manifests tell of one column in several files.
///
/// @param least a lower bound; null if a file with values has none
/// @param greatest an upper bound; null if a file with values has none
/// @param nulls the number of NULLs; null if a file does not tell it
/// @param nans the number of NaNs; null if a file does not tell it
record ColumnRange(
        Types.NestedField column,
        @Nullable Object least,
        @Nullable Object greatest,
        @Nullable Long nulls,
        @Nullable Long nans) {
    static ColumnRange of(Types.NestedField column, List<DataFile> files) {
        Comparator<Object> order = Comparators.forType(column.type().asPrimitiveType());
        return new ColumnRange(
                column,
                bound(column, files, DataFile::lowerBounds, BinaryOperator.minBy(order)),
                bound(column, files, DataFile::upperBounds, BinaryOperator.maxBy(order)),
                sum(column, files, DataFile::nullValueCounts),
                sum(column, files, DataFile::nanValueCounts));
    }

    private static @Nullable Object bound(
            Types.NestedField column,
            List<DataFile> files,
            Function<DataFile, @Nullable Map<Integer, ByteBuffer>> bounds,
            BinaryOperator<Object> choice) {
        Object chosen = null;
        for (DataFile file : files) {
            Map<Integer, ByteBuffer> all = bounds.apply(file);
            ByteBuffer bound = all == null ? null : all.get(column.fieldId());
            if (bound == null) {
                if (onlyNulls(column, file)) {
                    continue;
                }
                return null;
            }
            Object value = Conversions.fromByteBuffer(column.type(), bound);
            chosen = chosen == null ? value : choice.apply(chosen, value);
        }
        return chosen;
    }

    private static boolean onlyNulls(Types.NestedField column, DataFile file) {
        Map<Integer, Long> nulls = file.nullValueCounts();
        return nulls != null && nulls.getOrDefault(column.fieldId(), -1L) == file.recordCount();
    }

    private static @Nullable Long sum(
            Types.NestedField column, List<DataFile> files, Function<DataFile, @Nullable Map<Integer, Long>> counts) {
        long sum = 0;
        for (DataFile file : files) {
            Map<Integer, Long> all = counts.apply(file);
            Long count = all == null ? null : all.get(column.fieldId());
            if (count == null) {
                return null;
            }
            sum += count;
        }
        return sum;
    }

    /// Returns the literal of the row that Trino shows.
    String literal() {
        return "{'min': " + DuckValues.literal(column.type(), least) + ", 'max': "
                + DuckValues.literal(column.type(), greatest) + ", 'null_count': " + plain(nulls)
                + ", 'nan_count': " + plain(nans) + "}";
    }
}
