package io.featurestore.model;

import static io.featurestore.model.RandomTable.one;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A random condition on one column.
///
/// @param column the column
/// @param comparison how it is compared
/// @param value what it is compared with; empty for a test for NULL
record RandomCondition(Column column, Comparison comparison, Optional<Object> value) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    /// The comparisons, as SQL writes them.
    enum Comparison {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        GREATER_OR_EQUAL(">="),
        IS_NULL("IS NULL"),
        IS_NOT_NULL("IS NOT NULL");

        private final String sql;

        Comparison(String sql) {
            this.sql = sql;
        }
    }

    /// Makes a condition with a value that some row has; a test for NULL if the row that was drawn has none.
    static RandomCondition of(RandomTable table, SplittableRandom random) {
        Column column = one(table.all(), random);
        Optional<Object> value = table.rows().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(one(table.rows(), random).get(column)).filter(v -> !isNaN(v));
        Comparison comparison = one(
                Stream.of(Comparison.values())
                        .filter(c -> value.isPresent() != (c == Comparison.IS_NULL || c == Comparison.IS_NOT_NULL))
                        .toList(),
                random);
        return new RandomCondition(column, comparison, value);
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double number && number.isNaN() || value instanceof Float other && other.isNaN();
    }

    /// Returns the condition as a caller writes it.
    String sql(String quotedColumn) {
        return quotedColumn + " " + comparison.sql
                + value.map(v -> " " + literal(column.kind(), v)).orElse("");
    }

    private static String literal(Kind kind, Object value) {
        return switch (kind) {
            case TEXT -> "'" + value.toString().replace("'", "''") + "'";
            case LONG, INT, FLAG -> value.toString();
            case DOUBLE -> "DOUBLE '" + value + "'";
            case FLOAT -> "REAL '" + value + "'";
            case DECIMAL -> "DECIMAL '" + value + "'";
            case DATE -> "DATE '" + value + "'";
            case TIME -> "TIMESTAMP '" + TIME.format((LocalDateTime) value) + "'";
        };
    }

    /// Returns whether a row meets the condition. NULL meets no comparison, and NaN only that it is not equal.
    boolean holds(Row row) {
        @Nullable Object found = row.get(column);
        if (value.isEmpty() || found == null) {
            return (found == null ? Comparison.IS_NULL : Comparison.IS_NOT_NULL) == comparison;
        }
        if (isNaN(found)) {
            return comparison == Comparison.NOT_EQUAL;
        }
        int order = column.kind().compare(found, value.get());
        return switch (comparison) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case IS_NULL, IS_NOT_NULL -> throw new IllegalStateException("a test for NULL has no value");
        };
    }

    @Override
    public String toString() {
        return sql(column.name());
    }
}
