package io.featurestore.records.checks;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An expectation on the values of one column.
///
/// @param column index of the column
/// @param name the column's name, as the request spells it
/// @param rule the kind of expectation
/// @param expected the expected value, as the request spells it
/// @param test the predicate that every value other than NULL must meet; empty for `notNull` and `unique`
record Condition(int column, String name, Rule rule, String expected, Optional<ValuePredicate> test) {
    private static final int SHOWN = 200;

    /// Returns all expectations on values, in the order of the request.
    static List<Condition> of(Expectations expectations, List<OutputColumn> columns) {
        List<Condition> conditions = new ArrayList<>();
        expectations.columns().forEach((name, of) -> {
            int index = ExpectationCheck.index(name, columns);
            ValueKind kind = ValueKind.of(columns.get(index));
            if (of.notNull()) {
                conditions.add(new Condition(index, name, Rule.NOT_NULL, "true", Optional.empty()));
            }
            of.min()
                    .ifPresent(min -> conditions.add(
                            new Condition(index, name, Rule.MIN, min.spelled(), Optional.of(bound(kind, min, 1)))));
            of.max()
                    .ifPresent(max -> conditions.add(
                            new Condition(index, name, Rule.MAX, max.spelled(), Optional.of(bound(kind, max, -1)))));
            of.matches()
                    .ifPresent(regex -> conditions.add(new Condition(
                            index, name, Rule.MATCHES, shortened(regex), Optional.of(ValuePredicate.matches(regex)))));
            of.in()
                    .ifPresent(in -> conditions.add(new Condition(
                            index,
                            name,
                            Rule.IN,
                            shortened(in.stream().map(Literal::spelled).collect(Collectors.joining(", ", "[", "]"))),
                            Optional.of(
                                    kind == ValueKind.NUMBER
                                            ? ValuePredicate.numbers(in)
                                            : ValuePredicate.texts(in)))));
            if (of.unique()) {
                conditions.add(new Condition(index, name, Rule.UNIQUE, "true", Optional.empty()));
            }
        });
        return conditions;
    }

    private static String shortened(String expected) {
        return Spelling.shorten(expected, SHOWN);
    }

    private static ValuePredicate bound(ValueKind kind, Literal literal, int sign) {
        if (kind == ValueKind.UNKNOWN) {
            // A column without a type in the result holds only NULL.
            return (_, _, _) -> true;
        }
        return kind == ValueKind.NUMBER ? ValuePredicate.number(literal, sign) : ValuePredicate.instant(literal, sign);
    }
}
