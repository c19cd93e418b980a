package io.featurestore.records.checks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.featurestore.failure.ExportFailure;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Expectations.Literal;
import io.featurestore.records.profile.InstantText;
import io.featurestore.records.text.Spelling;
import io.featurestore.records.text.ValueFormatException;

/** What can be expected of a column, by its type. */
public enum ColumnFit {
    NUMBER, INSTANT, TEXT, BOOLEAN, OTHER,
    /** An expression, whose type the query's result tells. */
    UNKNOWN;

    static ColumnFit of(OutputColumn column) {
        if (column.asJson()) {
            return OTHER;
        }
        return switch (column.type()) {
            case ColumnType.Decimal _ -> NUMBER;
            case ColumnType.Timestamp _ -> INSTANT;
            case ColumnType.Array _,ColumnType.Map _,ColumnType.Row _ -> OTHER;
            case ColumnType.Simple simple -> switch (simple) {
                case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> NUMBER;
                case DATE -> INSTANT;
                case VARCHAR, CHAR -> TEXT;
                case BOOLEAN -> BOOLEAN;
                case UNKNOWN -> UNKNOWN;
                case VARBINARY, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH -> OTHER;
            };
        };
    }

    /**
     * Demands that expectations fit the columns of a query; of an expression as far as its type is known.
     *
     * @param identifier name of the record identifier
     * @param eventTime name of the event time
     * @throws ExportFailure.InvalidRequest listing every expectation that does not
     */
    public static void demand(Expectations expectations, List<OutputColumn> columns, String identifier,
            String eventTime) {
        List<String> violations = new ArrayList<>();
        expectations.columns().forEach((name, of) -> {
            int index = index(name, columns);
            if (index < 0) {
                List<String> names = columns.stream().map(OutputColumn::name).toList();
                violations.add("expect.columns names '" + Spelling.shorten(name, 100)
                        + "', which is no column of this export" + Spelling.nearest(name, names)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("."));
            } else {
                new Fitting(name, columns.get(index), violations).check(of, identifier);
            }
        });
        if (expectations.freshWithin().isPresent() && index(eventTime, columns) < 0) {
            violations.add("expect.freshWithin needs the event time " + eventTime + " among the columns.");
        }
        if (!violations.isEmpty()) {
            throw new ExportFailure.InvalidRequest(String.join(" ", violations));
        }
    }

    /** Returns the index of the column of a name, whatever its case; −1 where there is none. */
    static int index(String name, List<OutputColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The check of one column. */
    private record Fitting(String name, OutputColumn column, List<String> violations) {
        void check(Expectations.OfColumn of, String identifier) {
            ColumnFit fit = of(column);
            of.min().ifPresent(min -> bound(fit, "min", min));
            of.max().ifPresent(max -> bound(fit, "max", max));
            if (of.matches().isPresent() && fit != TEXT && fit != UNKNOWN) {
                refuse("matches", "is for columns of text");
            }
            of.in().ifPresent(in -> in(fit, in));
            if (of.unique() && !column.name().equalsIgnoreCase(identifier)) {
                refuse("unique", "is for the record identifier, " + identifier + ", alone");
            }
        }

        private void bound(ColumnFit fit, String field, Literal literal) {
            switch (fit) {
                case NUMBER -> {
                    if (!literal.number()) {
                        refuse(field, "must be a number, not " + shown(literal));
                    }
                }
                case INSTANT -> {
                    if (literal.number() || !isInstant(literal.text())) {
                        refuse(field, "must be an ISO-8601 date or timestamp, not " + shown(literal));
                    }
                }
                case UNKNOWN -> {
                }
                case TEXT, BOOLEAN, OTHER -> refuse(field, "is for numbers, dates and timestamps");
            }
        }

        private void in(ColumnFit fit, List<Literal> in) {
            Optional<Literal> wrong = in.stream().filter(literal -> literal.number() != (fit == NUMBER)).findFirst();
            switch (fit) {
                case NUMBER -> wrong.ifPresent(l -> refuse("in", "must list numbers, not " + shown(l)));
                case TEXT, BOOLEAN -> wrong.ifPresent(l -> refuse("in", "must list texts, not " + shown(l)));
                case UNKNOWN -> {
                }
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
