package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Analysis;
import io.featurestore.local.athena.types.Type;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.AtTimeZone;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FrameBound;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.Window;
import io.trino.sql.tree.WindowFrame;
import io.trino.sql.tree.WindowReference;
import io.trino.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Prints function calls with their windows and orders for DuckDB.
final class CallPrinter {
    /// The functions whose result depends on the local time in the time zone of their argument.
    private static final Set<String> OF_THE_WALL_CLOCK = Set.of(
            "date",
            "date_format",
            "format_datetime",
            "date_trunc",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "day_of_week",
            "dow",
            "day_of_year",
            "doy",
            "day_of_month",
            "week",
            "quarter");

    private final ExpressionPrinter expressions;
    private final Analysis analysis;

    CallPrinter(ExpressionPrinter expressions, Analysis analysis) {
        this.expressions = expressions;
        this.analysis = analysis;
    }

    String print(FunctionCall call) throws QueryFailure {
        String name = call.getName().getSuffix().toLowerCase(Locale.ROOT);
        List<Expression> values = call.argumentValues();
        if (call.hasNamedArguments()
                || call.getName().getParts().size() > 1
                || call.getProcessingMode().isPresent()) {
            throw QueryFailure.at("NOT_SUPPORTED", call, "this form of calling " + name + " is not served");
        }
        Type result = analysis.type(call);
        String printed = print(name, call, values);
        if (result.is("char")) {
            return "rtrim(" + printed + ", ' ')";
        }
        return isTextForm(name) ? printed : TypePrinter.exactly(printed, result);
    }

    /// Returns whether a function gives text, or one of its arguments as it is.
    private static boolean isTextForm(String name) {
        return name.equals("concat") || name.equals("at_timezone") || name.equals("with_timezone");
    }

    private String print(String name, FunctionCall call, List<Expression> values) throws QueryFailure {
        switch (name) {
            case "concat" -> {
                return concat(values);
            }
            case "at_timezone" -> {
                return atTimeZone(values.get(0), values.get(1));
            }
            case "typeof" -> {
                return Sql.literal(analysis.type(values.getFirst()).display());
            }
            case "greatest", "least" -> {
                return extreme(name, values);
            }
            case "mod" -> {
                if (analysis.type(call).is("decimal")) {
                    return NumberPrinter.print(
                            ArithmeticBinaryExpression.Operator.MODULO,
                            expressions.print(values.get(0)),
                            analysis.used(values.get(0)),
                            expressions.print(values.get(1)),
                            analysis.used(values.get(1)),
                            analysis.type(call));
                }
            }
            default -> {
                // The file has the other functions.
            }
        }
        List<String> arguments = arguments(name, values);
        Optional<String> aggregate = special(name, call, values, arguments);
        if (aggregate.isPresent()) {
            return aggregate.get();
        }
        String first = values.isEmpty() ? "" : analysis.used(values.getFirst()).base();
        Optional<String> expression = TrinoFunctions.expression(name, first, arguments);
        if (expression.isPresent()) {
            if (call.getWindow().isPresent() || call.getFilter().isPresent() || call.isDistinct()) {
                throw QueryFailure.at("NOT_SUPPORTED", call, name + " with a window or a filter is not served");
            }
            return expression.get();
        }
        String renamed = TrinoFunctions.renamed(name)
                .orElseThrow(() -> QueryFailure.at("NOT_SUPPORTED", call, "the function " + name + " is not served"));
        return plain(renamed, call, arguments);
    }

    private String concat(List<Expression> values) {
        boolean arrays = values.stream().anyMatch(value -> analysis.used(value).is("array"));
        return values.stream()
                .map(value -> {
                    Type type = analysis.used(value);
                    String printed = expressions.print(value);
                    if (arrays && !type.is("array")) {
                        return "[" + printed + "]";
                    }
                    return type.is("char") ? CastPrinter.padded(printed, type) : printed;
                })
                .collect(Collectors.joining(" || ", "(", ")"));
    }

    /// Prints `greatest` or `least`: NULL if an argument is NULL; NaN counts only if there is nothing else.
    private String extreme(String name, List<Expression> values) {
        List<String> printed = values.stream().map(expressions::print).toList();
        boolean floating = analysis.used(values.getFirst()).isFloating();
        String missing = printed.stream().map(value -> value + " IS NULL").collect(Collectors.joining(" OR "));
        String list = printed.stream()
                .map(value -> floating ? number(value) : value)
                .collect(Collectors.joining(", ", name + "(", ")"));
        String chosen = floating ? "coalesce(" + list + ", " + printed.getFirst() + ")" : list;
        return "CASE WHEN " + missing + " THEN NULL ELSE " + chosen + " END";
    }

    private static String number(String value) {
        return "CASE WHEN isnan(" + value + ") THEN NULL ELSE " + value + " END";
    }

    /// Prints aggregations that DuckDB calculates in another way. In Trino, NaN is neither the largest nor the
    /// smallest, unless there is nothing else, and `count_if` of nothing is 0.
    private Optional<String> special(String name, FunctionCall call, List<Expression> values, List<String> arguments) {
        boolean byKey = name.equals("max_by") || name.equals("min_by");
        boolean plain = (name.equals("max") || name.equals("min")) && values.size() == 1;
        if (plain && analysis.used(values.getFirst()).isFloating()) {
            String value = arguments.getFirst();
            return Optional.of("coalesce(" + plain(name, call, List.of(number(value))) + ", "
                    + plain(name, call, List.of(value)) + ")");
        }
        if (name.equals("count_if")) {
            return Optional.of(plain("count", call, List.of("CASE WHEN " + arguments.getFirst() + " THEN 1 END")));
        }
        if (byKey && values.size() == 2 && analysis.used(values.get(1)).isFloating()) {
            String key = arguments.get(1);
            String replaced = "CASE WHEN isnan(" + key + ") THEN CAST('" + (name.equals("max_by") ? "-" : "")
                    + "inf' AS DOUBLE) ELSE " + key + " END";
            return TrinoFunctions.renamed(name)
                    .map(renamed -> plain(renamed, call, List.of(arguments.getFirst(), replaced)));
        }
        return Optional.empty();
    }

    private String plain(String name, FunctionCall call, List<String> arguments) {
        StringBuilder printed = new StringBuilder(name).append('(');
        if (call.isDistinct()) {
            printed.append("DISTINCT ");
        }
        printed.append(arguments.isEmpty() && name.equals("count") ? "*" : String.join(", ", arguments));
        call.getNullTreatment()
                .ifPresent(treatment ->
                        printed.append(' ').append(treatment.name()).append(" NULLS"));
        call.getOrderBy().ifPresent(order -> printed.append(' ').append(print(order)));
        printed.append(')');
        call.getFilter().ifPresent(filter -> printed.append(" FILTER (WHERE ")
                .append(expressions.print(filter))
                .append(')'));
        if (call.getWindow().isPresent()) {
            printed.append(" OVER ").append(print(call.getWindow().get()));
        }
        return printed.toString();
    }

    private List<String> arguments(String name, List<Expression> given) throws QueryFailure {
        // The parser adds an argument to listagg for texts that are too long. No text is too long here.
        List<Expression> values = name.equals("listagg") ? given.subList(0, Math.min(2, given.size())) : given;
        List<String> printed = new ArrayList<>();
        for (Expression value : values) {
            if (printed.size() == 1 && (name.equals("date_format") || name.equals("date_parse"))) {
                printed.add(DateFormats.translate(value));
            } else if (printed.size() == 1 && (name.equals("format_datetime") || name.equals("parse_datetime"))) {
                printed.add(DateFormats.translateJoda(value));
            } else if (printed.size() == 1 && name.equals("approx_percentile")) {
                printed.add("CAST(" + expressions.print(value) + " AS FLOAT)");
            } else if (printed.isEmpty()
                    && (name.equals("date_add") || name.equals("date_diff"))
                    && value instanceof StringLiteral unit) {
                printed.add(Sql.literal(unit.getValue().toLowerCase(Locale.ROOT)));
            } else if (OF_THE_WALL_CLOCK.contains(name)) {
                printed.add(wallClock(value));
            } else {
                Type type = analysis.used(value);
                String own = expressions.print(value);
                printed.add(type.is("char") ? CastPrinter.padded(own, type) : own);
            }
        }
        return printed;
    }

    /// Returns the type of the local time of an instant.
    static Type withoutZone(Type instant) {
        return new Type("timestamp", instant.numbers(), List.of(), List.of());
    }

    /// Prints an argument as a timestamp without zone, which is enough for functions that use only the local
    /// time.
    String wallClock(Expression value) {
        return switch (value) {
            case AtTimeZone moved -> wallClock(moved.getValue(), moved.getTimeZone());
            case FunctionCall call
            when call.getName().getSuffix().equalsIgnoreCase("at_timezone")
                    && call.argumentValues().size() == 2 ->
                wallClock(call.argumentValues().get(0), call.argumentValues().get(1));
            default -> expressions.print(value);
        };
    }

    private String wallClock(Expression value, Expression zone) {
        return "timezone(" + expressions.print(zone) + ", CAST(" + expressions.print(value) + " AS TIMESTAMPTZ))";
    }

    /// Prints a change of the time zone. DuckDB's timestamps have no zone of their own and are always shown in
    /// UTC, so only UTC is served.
    String atTimeZone(Expression value, Expression zone) throws QueryFailure {
        if (zone instanceof StringLiteral literal && literal.getValue().equalsIgnoreCase("UTC")) {
            return "CAST(" + expressions.print(value) + " AS TIMESTAMPTZ)";
        }
        throw QueryFailure.at(
                "NOT_SUPPORTED",
                zone,
                "a result in a time zone other than UTC is not served; cast it to timestamp or format it");
    }

    String print(Window window) {
        return switch (window) {
            case WindowReference reference -> Sql.quote(reference.getName().getValue());
            case WindowSpecification specification -> print(specification);
            default -> throw new IllegalArgumentException("Not a window: " + window);
        };
    }

    private String print(WindowSpecification window) {
        List<String> parts = new ArrayList<>();
        window.getExistingWindowName().ifPresent(name -> parts.add(Sql.quote(name.getValue())));
        if (!window.getPartitionBy().isEmpty()) {
            parts.add(window.getPartitionBy().stream()
                    .map(expressions::print)
                    .collect(Collectors.joining(", ", "PARTITION BY ", "")));
        }
        window.getOrderBy().ifPresent(order -> parts.add(print(order)));
        if (window.getFrame().isPresent()) {
            parts.add(print(window.getFrame().get()));
        }
        return "(" + String.join(" ", parts) + ")";
    }

    private String print(WindowFrame frame) {
        if (frame.getPattern().isPresent() || !frame.getMeasures().isEmpty()) {
            throw new Unprintable(QueryFailure.at("NOT_SUPPORTED", frame, "row patterns are not served"));
        }
        String start = frame.getType() + " ";
        return frame.getEnd()
                .map(end -> start + "BETWEEN " + print(frame.getStart()) + " AND " + print(end))
                .orElseGet(() -> start + print(frame.getStart()));
    }

    private String print(FrameBound bound) {
        String value = bound.getValue().map(expressions::print).orElse("");
        return switch (bound.getType()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case PRECEDING -> value + " PRECEDING";
            case CURRENT_ROW -> "CURRENT ROW";
            case FOLLOWING -> value + " FOLLOWING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
        };
    }

    /// Prints an ORDER BY. Trino sorts NULL last in both directions.
    String print(OrderBy order) {
        return order.getSortItems().stream().map(this::print).collect(Collectors.joining(", ", "ORDER BY ", ""));
    }

    private String print(SortItem item) {
        String direction = item.getOrdering() == SortItem.Ordering.DESCENDING ? " DESC" : " ASC";
        String nulls = item.getNullOrdering() == SortItem.NullOrdering.FIRST ? " NULLS FIRST" : " NULLS LAST";
        return expressions.print(item.getSortKey()) + direction + nulls;
    }
}
