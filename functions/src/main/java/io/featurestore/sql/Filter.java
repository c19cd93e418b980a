package io.featurestore.sql;

import java.util.List;

/// A condition on rows in a form that can be evaluated against column statistics: minimum, maximum and number of
/// NULLs. Negations are pushed down into the comparisons. A term that statistics cannot decide is [Unknown], so a
/// filter never excludes a row that the original condition keeps.
public sealed interface Filter {
    /// Holds if all conditions hold.
    ///
    /// @param filters the conditions
    record All(List<Filter> filters) implements Filter {
        /// Makes the list immutable.
        public All {
            filters = List.copyOf(filters);
        }
    }

    /// Holds if at least one condition holds.
    ///
    /// @param filters the conditions
    record Any(List<Filter> filters) implements Filter {
        /// Makes the list immutable.
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /// Compares a column with a constant. Does not hold for NULL.
    ///
    /// @param column the catalog's name of a column or partition key
    /// @param operator the comparison
    /// @param value a `String`, `BigDecimal`, `Boolean`, `LocalDate` or, for instants in UTC, `LocalDateTime`; of
    ///     the class that belongs to the column's type
    record Comparison(String column, Operator operator, Object value) implements Filter {}

    /// Tests whether a column is NULL.
    ///
    /// @param column the catalog's name of the column
    /// @param isNull whether the filter holds for NULL; otherwise it holds for any other value
    record NullTest(String column, boolean isNull) implements Filter {}

    /// Holds for all rows or for none.
    ///
    /// @param holds whether it holds for all rows
    record Constant(boolean holds) implements Filter {}

    /// Cannot be decided from statistics.
    record Unknown() implements Filter {}

    /// Names the comparisons.
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /// Returns the operator that holds exactly if this one does not, for values that are not NULL.
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

        /// Returns the operator with its sides exchanged.
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
