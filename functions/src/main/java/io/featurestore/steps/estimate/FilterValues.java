package io.featurestore.steps.estimate;

import io.featurestore.sql.Filter;
import io.featurestore.sql.Filter.Comparison;
import io.featurestore.store.files.RowSelection.ColumnRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the values to which a filter limits a column.
final class FilterValues {
    private FilterValues() {}

    /// Returns the values to which the filter limits a column by equality; empty if it does not.
    static Optional<Set<Object>> equal(Filter filter, String column) {
        return switch (filter) {
            case Comparison c
            when c.column().equals(column) && c.operator() == Filter.Operator.EQUAL -> Optional.of(Set.of(c.value()));
            case Filter.Constant constant when !constant.holds() -> Optional.of(Set.of());
            case Filter.All all -> {
                Optional<Set<Object>> values = Optional.empty();
                for (Filter term : all.filters()) {
                    Optional<Set<Object>> other = equal(term, column);
                    values = values.isEmpty()
                            ? other
                            : other.isEmpty() ? values : Optional.of(both(values.get(), other.get()));
                }
                yield values;
            }
            case Filter.Any any -> {
                Set<Object> values = new HashSet<>();
                boolean limited = true;
                for (Filter term : any.filters()) {
                    Optional<Set<Object>> other = equal(term, column);
                    limited &= other.isPresent();
                    other.ifPresent(values::addAll);
                }
                yield limited ? Optional.of(values) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Set<Object> both(Set<Object> one, Set<Object> other) {
        Set<Object> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    /// Returns ranges that every row that matches the filter is within.
    static List<ColumnRange> ranges(Filter filter) {
        return List.copyOf(bounds(filter).values());
    }

    private static Map<String, ColumnRange> bounds(Filter filter) {
        return switch (filter) {
            case Comparison c ->
                compared(c).map(range -> Map.of(c.column(), range)).orElse(Map.of());
            case Filter.All all -> {
                Map<String, ColumnRange> ranges = new HashMap<>();
                all.filters().forEach(term -> bounds(term)
                        .forEach((name, range) -> ranges.merge(name, range, FilterValues::and)));
                yield ranges;
            }
            case Filter.Any any -> {
                Map<String, ColumnRange> ranges = new HashMap<>();
                for (int i = 0; i < any.filters().size(); i++) {
                    Map<String, ColumnRange> other = bounds(any.filters().get(i));
                    if (i == 0) {
                        ranges.putAll(other);
                    } else {
                        ranges.keySet().retainAll(other.keySet());
                        ranges.replaceAll((name, range) -> or(range, other.getOrDefault(name, range)));
                    }
                }
                yield ranges;
            }
            default -> Map.of();
        };
    }

    private static Optional<ColumnRange> compared(Comparison comparison) {
        Optional<Object> value = Optional.of(comparison.value());
        return switch (comparison.operator()) {
            case EQUAL -> Optional.of(new ColumnRange(comparison.column(), value, value));
            case LESS, LESS_OR_EQUAL -> Optional.of(new ColumnRange(comparison.column(), Optional.empty(), value));
            case GREATER, GREATER_OR_EQUAL ->
                Optional.of(new ColumnRange(comparison.column(), value, Optional.empty()));
            case NOT_EQUAL -> Optional.empty();
        };
    }

    private static ColumnRange and(ColumnRange one, ColumnRange other) {
        return new ColumnRange(
                one.column(),
                one.least().isEmpty()
                        ? other.least()
                        : other.least()
                                .map(o -> further(one.least().get(), o, 1))
                                .or(one::least),
                one.most().isEmpty()
                        ? other.most()
                        : other.most()
                                .map(o -> further(one.most().get(), o, -1))
                                .or(one::most));
    }

    private static ColumnRange or(ColumnRange one, ColumnRange other) {
        return new ColumnRange(
                one.column(),
                one.least().flatMap(l -> other.least().map(o -> further(l, o, -1))),
                one.most().flatMap(m -> other.most().map(o -> further(m, o, 1))));
    }

    /// Returns the greater (`sign` 1) or smaller (`sign` -1) of two values of one column.
    private static Object further(Object one, Object other, int sign) {
        return compare(one, other) * sign >= 0 ? one : other;
    }

    private static int compare(Object one, Object other) {
        return switch (one) {
            case String text ->
                Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), ((String) other).getBytes(StandardCharsets.UTF_8));
            case BigDecimal number -> number.compareTo((BigDecimal) other);
            case Boolean flag -> flag.compareTo((Boolean) other);
            case ChronoLocalDate date -> date.compareTo((ChronoLocalDate) other);
            case ChronoLocalDateTime<?> time -> time.compareTo((ChronoLocalDateTime<?>) other);
            default -> throw new IllegalArgumentException("a filter has no " + one.getClass());
        };
    }
}
