package io.featurestore.local.athena.sql;

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

    CallPrinter(ExpressionPrinter expressions) {
        this.expressions = expressions;
    }

    String print(FunctionCall call) throws QueryFailure {
        String name = call.getName().getSuffix().toLowerCase(Locale.ROOT);
        List<Expression> values = call.argumentValues();
        if (call.hasNamedArguments()
                || call.getName().getParts().size() > 1
                || call.getProcessingMode().isPresent()) {
            throw QueryFailure.at("NOT_SUPPORTED", call, "this form of calling " + name + " is not served");
        }
        if (name.equals("concat")) {
            return values.stream().map(expressions::print).collect(Collectors.joining(" || ", "(", ")"));
        }
        if (name.equals("at_timezone") && values.size() == 2) {
            return atTimeZone(values.get(0), values.get(1));
        }
        if (!TrinoFunctions.known(name)) {
            throw QueryFailure.at("FUNCTION_NOT_FOUND", call, "Function '" + name + "' not registered");
        }
        List<String> arguments = arguments(name, values);
        Optional<String> expression = TrinoFunctions.expression(name, arguments);
        if (expression.isPresent()) {
            if (call.getWindow().isPresent() || call.getFilter().isPresent() || call.isDistinct()) {
                throw QueryFailure.at("NOT_SUPPORTED", call, name + " with a window or a filter is not served");
            }
            return expression.get();
        }
        String renamed = TrinoFunctions.renamed(name)
                .orElseThrow(() -> QueryFailure.at(
                        "FUNCTION_NOT_FOUND",
                        call,
                        "Unexpected parameters for function " + name + ": " + arguments.size() + " given"));
        return plain(renamed, call, arguments);
    }

    private String plain(String name, FunctionCall call, List<String> arguments) throws QueryFailure {
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
            } else if (printed.isEmpty()
                    && (name.equals("date_add") || name.equals("date_diff"))
                    && value instanceof StringLiteral unit) {
                printed.add(Sql.literal(unit.getValue().toLowerCase(Locale.ROOT)));
            } else if (OF_THE_WALL_CLOCK.contains(name)) {
                printed.add(wallClock(value));
            } else {
                printed.add(expressions.print(value));
            }
        }
        return printed;
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

    String print(Window window) throws QueryFailure {
        return switch (window) {
            case WindowReference reference -> Sql.quote(reference.getName().getValue());
            case WindowSpecification specification -> print(specification);
            default -> throw new IllegalArgumentException("Not a window: " + window);
        };
    }

    private String print(WindowSpecification window) throws QueryFailure {
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

    private String print(WindowFrame frame) throws QueryFailure {
        if (frame.getPattern().isPresent() || !frame.getMeasures().isEmpty()) {
            throw QueryFailure.at("NOT_SUPPORTED", frame, "row patterns are not served");
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
