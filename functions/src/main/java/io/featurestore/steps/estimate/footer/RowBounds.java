package io.featurestore.steps.estimate.footer;

import io.featurestore.sql.Filter;
import io.featurestore.sql.Filter.Comparison;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Bounds the number of rows that match a filter, from min/max statistics and NULL counts.
public final class RowBounds {
    private RowBounds() {}

    /// Returns bounds for the number of rows that match the filter.
    ///
    /// @param rows number of rows
    /// @param columns bounds of the values of a column or partition key, by its name
    static CountRange count(Filter filter, long rows, Function<String, ValueBounds> columns) {
        return switch (filter) {
            case Filter.All all -> {
                CountRange count = new CountRange(rows, rows);
                for (Filter f : all.filters()) {
                    count = count.and(count(f, rows, columns), rows);
                }
                yield count;
            }
            case Filter.Any any -> {
                CountRange count = CountRange.NONE;
                for (Filter f : any.filters()) {
                    count = count.or(count(f, rows, columns), rows);
                }
                yield count;
            }
            case Filter.Constant constant -> constant.holds() ? new CountRange(rows, rows) : CountRange.NONE;
            case Filter.Unknown _ -> new CountRange(0, rows);
            case Filter.NullTest test -> nulls(test, columns.apply(test.column()));
            case Comparison comparison -> compare(comparison, columns.apply(comparison.column()));
        };
    }

    /// Returns bounds for a single row of a partition. An upper bound of 0 means that no row of the partition
    /// matches the filter.
    public static CountRange partition(Filter filter, Map<String, String> values) {
        return count(filter, 1, column -> Optional.ofNullable(values.get(column))
                .map(v -> ValueBounds.constant(1, v))
                .orElse(ValueBounds.unknown(1)));
    }

    private static CountRange nulls(Filter.NullTest test, ValueBounds bounds) {
        if (bounds.nulls() < 0) {
            return new CountRange(0, bounds.rows());
        }
        long count = test.isNull() ? bounds.nulls() : bounds.rows() - bounds.nulls();
        return new CountRange(count, count);
    }

    private static CountRange compare(Comparison comparison, ValueBounds bounds) {
        long values = bounds.rows() - Math.max(0, bounds.nulls());
        OptionalInt least = order(bounds.least(), comparison.value());
        OptionalInt most = order(bounds.most(), comparison.value());
        if (values == 0 || least.isEmpty() || most.isEmpty()) {
            return new CountRange(0, values);
        }
        int from = least.getAsInt();
        int to = most.getAsInt();
        boolean never =
                switch (comparison.operator()) {
                    case EQUAL -> from > 0 || to < 0;
                    case NOT_EQUAL -> from == 0 && to == 0 && !bounds.nan();
                    case LESS -> from >= 0;
                    case LESS_OR_EQUAL -> from > 0;
                    case GREATER -> to <= 0;
                    case GREATER_OR_EQUAL -> to < 0;
                };
        boolean always = bounds.nulls() >= 0
                && !bounds.nan()
                && switch (comparison.operator()) {
                    case EQUAL -> from == 0 && to == 0;
                    case NOT_EQUAL -> from > 0 || to < 0;
                    case LESS -> to < 0;
                    case LESS_OR_EQUAL -> to <= 0;
                    case GREATER -> from > 0;
                    case GREATER_OR_EQUAL -> from >= 0;
                };
        return never ? CountRange.NONE : new CountRange(always ? values : 0, values);
    }

    /// Compares a bound with a value; empty if their types differ. Texts are compared by their UTF-8 bytes, as
    /// the engine does.
    private static OptionalInt order(Optional<Object> bound, Object value) {
        return bound.map(b -> switch (b) {
                    case String text
                    when value instanceof String other ->
                        OptionalInt.of(Arrays.compareUnsigned(utf8(text), utf8(other)));
                    case BigDecimal number
                    when value instanceof BigDecimal other -> OptionalInt.of(number.compareTo(other));
                    // The engine converts the text of a partition key to the type in the catalog.
                    case String text
                    when value instanceof BigDecimal other ->
                        number(text)
                                .map(n -> OptionalInt.of(n.compareTo(other)))
                                .orElse(OptionalInt.empty());
                    case Boolean flag when value instanceof Boolean other -> OptionalInt.of(flag.compareTo(other));
                    case LocalDate date when value instanceof LocalDate other -> OptionalInt.of(date.compareTo(other));
                    case LocalDateTime time
                    when value instanceof LocalDateTime other -> OptionalInt.of(time.compareTo(other));
                    default -> OptionalInt.empty();
                })
                .orElse(OptionalInt.empty());
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
