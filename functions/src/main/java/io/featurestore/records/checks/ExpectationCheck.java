package io.featurestore.records.checks;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.Spelling;
import io.featurestore.records.text.ValueFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks expectations themselves: whether the columns of a query have the types that they need.
public final class ExpectationCheck {
    private ExpectationCheck() {}

    /// Returns a sentence for each expectation that does not fit the columns of a query, in the request's order.
    /// The list is empty if all of them fit. Expectations on an expression of unknown type fit as long as its
    /// type is unknown.
    ///
    /// @param identifier name of the record identifier
    /// @param eventTime name of the event time
    public static List<String> violations(
            Expectations expectations, List<OutputColumn> columns, String identifier, String eventTime) {
        List<String> violations = new ArrayList<>();
        expectations.columns().forEach((name, of) -> {
            int index = index(name, columns);
            if (index < 0) {
                List<String> names = columns.stream().map(OutputColumn::name).toList();
                violations.add("expect.columns names '" + Spelling.shorten(name, 100)
                        + "', which is no column of this export"
                        + Spelling.nearest(name, names)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("."));
            } else {
                new ColumnCheck(name, columns.get(index), violations).check(of, identifier);
            }
        });
        if (expectations.freshWithin().isPresent() && index(eventTime, columns) < 0) {
            violations.add("expect.freshWithin needs the event time " + eventTime + " among the columns.");
        }
        return violations;
    }

    /// Returns the index of the column with a name, ignoring case; −1 if there is none.
    static int index(String name, List<OutputColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /// Checks the expectations on one column.
    private record ColumnCheck(String name, OutputColumn column, List<String> violations) {
        void check(Expectations.OfColumn of, String identifier) {
            ValueKind kind = ValueKind.of(column);
            of.min().ifPresent(min -> bound(kind, "min", min));
            of.max().ifPresent(max -> bound(kind, "max", max));
            if (of.matches().isPresent() && kind != ValueKind.TEXT && kind != ValueKind.UNKNOWN) {
                refuse("matches", "is for columns of text");
            }
            of.in().ifPresent(in -> in(kind, in));
            if (of.unique() && !column.name().equalsIgnoreCase(identifier)) {
                refuse("unique", "is for the record identifier, " + identifier + ", alone");
            }
        }

        private void bound(ValueKind kind, String field, Literal literal) {
            if (!literal.number() && !isInstant(literal.text()) && kind != ValueKind.NUMBER) {
                refuse(
                        field,
                        "must be a number, or a date or time of the calendar such as 2026-01-31T12:00:00Z, not "
                                + shown(literal));
                return;
            }
            switch (kind) {
                case NUMBER -> {
                    if (!literal.number()) {
                        refuse(field, "must be a number, not " + shown(literal));
                    }
                }
                case INSTANT -> {
                    if (literal.number()) {
                        refuse(field, "must be an ISO-8601 date or timestamp, not " + shown(literal));
                    }
                }
                case UNKNOWN -> {}
                case TEXT, BOOLEAN, OTHER -> refuse(field, "is for numbers, dates and timestamps");
            }
        }

        private void in(ValueKind kind, List<Literal> in) {
            Optional<Literal> wrong = in.stream()
                    .filter(literal -> literal.number() != (kind == ValueKind.NUMBER))
                    .findFirst();
            switch (kind) {
                case NUMBER -> wrong.ifPresent(l -> refuse("in", "must list numbers, not " + shown(l)));
                case TEXT, BOOLEAN -> wrong.ifPresent(l -> refuse("in", "must list texts, not " + shown(l)));
                case UNKNOWN -> {}
                case INSTANT, OTHER -> refuse("in", "is for text, numbers and booleans");
            }
        }

        private static boolean isInstant(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                new InstantText().read(bytes, 0, bytes.length);
                return text.indexOf('-') > 0;
            } catch (ValueFormatException e) {
                return false;
            }
        }

        private static String shown(Literal literal) {
            return Spelling.shorten(literal.spelled(), 100);
        }

        private void refuse(String field, String reason) {
            violations.add("expect.columns." + name + "." + field + " " + reason + "; the column is "
                    + (column.asJson() ? "nested" : column.type()) + ".");
        }
    }
}
