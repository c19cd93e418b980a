package io.featurestore.sql;

import java.util.List;

/**
 * A condition on rows, as far as it can be judged by what is known of a column's values: their bounds and how many are
 * NULL. Negations stand inside the tests. What cannot be judged is {@link Unknown}, so a filter never says less of the
 * rows than the condition it was read from.
 */
public sealed interface Filter {
    /**
     * All hold.
     *
     * @param filters the conditions
     */
    record All(List<Filter> filters) implements Filter {
        /** Copies the list. */
        public All {
            filters = List.copyOf(filters);
        }
    }

    /**
     * At least one holds.
     *
     * @param filters the conditions
     */
    record Any(List<Filter> filters) implements Filter {
        /** Copies the list. */
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /**
     * A column compared with a constant; false for NULL.
     *
     * @param column the catalog's name of a column or partition key
     * @param operator how
     * @param value a {@code String}, {@code BigDecimal}, {@code Boolean}, {@code LocalDate} or, for instants in UTC,
     *        {@code LocalDateTime}; of the kind that the column's type asks for
     */
    record Comparison(String column, Operator operator, Object value) implements Filter {}

    /**
     * A column is, or is not, NULL.
     *
     * @param column the catalog's name
     * @param isNull which of both
     */
    record NullTest(String column, boolean isNull) implements Filter {}

    /**
     * A constant.
     *
     * @param holds its value
     */
    record Constant(boolean holds) implements Filter {}

    /** Nobody knows before the query. */
    record Unknown() implements Filter {}

    /** How values are compared. */
    enum Operator {
        EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL;

        /** Returns the operator that holds where this one does not and no side is NULL. */
        Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }

        /** Returns the operator with its sides exchanged. */
        Operator mirrored() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }
}
