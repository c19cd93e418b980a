package io.featurestore.local.athena.types;

import io.featurestore.local.athena.types.Functions.Argument;
import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FrameBound;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.Window;
import io.trino.sql.tree.WindowFrame;
import io.trino.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Checks calls of functions: which function a call means, and the types of its arguments, windows and filters.
final class CallAnalyzer {
    private final Analysis analysis;
    private final ExpressionAnalyzer expressions;
    private Optional<Clause> clause = Optional.empty();
    private Optional<FunctionCall> aggregation = Optional.empty();

    CallAnalyzer(Analysis analysis, ExpressionAnalyzer expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    /// Runs an analysis of a clause whose expressions may not use aggregations or windows.
    <T> T scalar(String name, Expression whole, Supplier<T> analysis) {
        return within(Optional.of(new Clause(name, whole)), Optional.empty(), analysis);
    }

    /// A clause whose expressions may not use aggregations or windows.
    private record Clause(String name, Expression whole) {}

    /// Runs an analysis of a query, where aggregations and windows may be used again.
    <T> T anywhere(Supplier<T> analysis) {
        return within(Optional.empty(), Optional.empty(), analysis);
    }

    private <T> T within(Optional<Clause> place, Optional<FunctionCall> around, Supplier<T> analysis) {
        Optional<Clause> clauseBefore = clause;
        Optional<FunctionCall> aggregationBefore = aggregation;
        clause = place;
        aggregation = around;
        try {
            return analysis.get();
        } finally {
            clause = clauseBefore;
            aggregation = aggregationBefore;
        }
    }

    Type analyze(FunctionCall call, Scope scope) {
        String name = call.getName().getSuffix().toLowerCase(Locale.ROOT);
        boolean aggregates = Functions.named(name).stream().anyMatch(s -> s.kind() == Signature.Kind.AGGREGATE);
        if (aggregates || call.getWindow().isPresent()) {
            checkPlace(call);
        }
        return aggregates && call.getWindow().isEmpty()
                ? within(clause, Optional.of(call), () -> called(call, name, scope))
                : called(call, name, scope);
    }

    private void checkPlace(FunctionCall call) {
        String shown = ExpressionFormatter.formatExpression(call);
        if (clause.isPresent()) {
            throw InvalidSql.at(
                    clause.get().whole(),
                    "EXPRESSION_NOT_SCALAR",
                    clause.get().name() + " cannot contain aggregations, window functions or grouping operations: ["
                            + shown + "]");
        }
        if (aggregation.isPresent()) {
            boolean window = call.getWindow().isPresent();
            throw InvalidSql.at(
                    window ? call : aggregation.get(),
                    window ? "NESTED_WINDOW" : "NESTED_AGGREGATION",
                    "Cannot nest " + (window ? "window functions or row pattern measures" : "aggregations")
                            + " inside aggregation '" + aggregation.get().getName() + "': [" + shown + "]");
        }
    }

    private Type called(FunctionCall call, String name, Scope scope) {
        call.getFilter().ifPresent(filter -> {
            expressions.analyze(filter, scope);
            expressions.require(filter, Type.BOOLEAN, "Filter expression");
        });
        call.getWindow().ifPresent(window -> window(window, scope));
        call.getOrderBy().ifPresent(order -> order.getSortItems()
                .forEach(item -> expressions.analyze(item.getSortKey(), scope)));
        List<Expression> values = call.argumentValues();
        if (!Functions.known(name)) {
            throw InvalidSql.at(call, "FUNCTION_NOT_FOUND", "Function '" + name + "' not registered");
        }
        if (name.equals("listagg")) {
            return listagg(call, values, scope);
        }
        Functions.Bound bound = bind(call, name, values, scope).orElse(null);
        List<Signature> named = Functions.named(name);
        if (call.getWindow().isEmpty() && named.stream().allMatch(s -> s.kind() == Signature.Kind.WINDOW)) {
            throw InvalidSql.at(
                    call, "MISSING_OVER", "Window function system.builtin." + name + " requires an OVER clause");
        }
        if (call.getWindow().isPresent() && named.stream().allMatch(s -> s.kind() == Signature.Kind.SCALAR)) {
            throw InvalidSql.at(call, "FUNCTION_NOT_WINDOW", "Not a window function: " + name);
        }
        return bound == null ? resultOfAny(named, values.size()) : bound.result();
    }

    private Type listagg(FunctionCall call, List<Expression> values, Scope scope) {
        for (Expression value : values) {
            expressions.analyze(value, scope);
        }
        Type own = analysis.type(values.getFirst());
        if (!own.isUntyped() && !own.is("varchar")) {
            throw InvalidSql.mismatch(
                    call,
                    "Expected expression of varchar, but '" + values.getFirst() + "' has " + own.display() + " type");
        }
        return Type.VARCHAR;
    }

    Type trim(Trim trim, Scope scope) {
        String name =
                switch (trim.getSpecification()) {
                    case BOTH -> "trim";
                    case LEADING -> "ltrim";
                    case TRAILING -> "rtrim";
                };
        List<Expression> values = new ArrayList<>(List.of(trim.getTrimSource()));
        trim.getTrimCharacter().ifPresent(values::add);
        return bind(trim, name, values, scope).map(Functions.Bound::result).orElse(Type.VARCHAR);
    }

    /// Finds the function that a call means. Returns empty if the types of some arguments are not known.
    private Optional<Functions.Bound> bind(Expression call, String name, List<Expression> values, Scope scope) {
        List<Argument> arguments = new ArrayList<>();
        boolean untyped = false;
        for (Expression value : values) {
            if (value instanceof LambdaExpression lambda) {
                arguments.add((Argument.Lambda) types -> lambda(lambda, types, scope));
            } else {
                Type type = expressions.analyze(value, scope);
                untyped |= type.isUntyped();
                arguments.add(Argument.of(type));
            }
        }
        if (untyped) {
            lambdasOfUnknown(values, scope);
            return Optional.empty();
        }
        Optional<Functions.Bound> bound;
        try {
            bound = Functions.choose(Functions.named(name), arguments);
        } catch (Functions.Ambiguous e) {
            throw InvalidSql.at(call, "AMBIGUOUS_FUNCTION_CALL", String.valueOf(e.getMessage()));
        }
        if (bound.isEmpty()) {
            throw noneFits(call, name, arguments);
        }
        if (name.equals("concat") && values.size() == 1 && !bound.get().result().is("array")) {
            throw InvalidSql.nowhere("INVALID_FUNCTION_ARGUMENT", "There must be two or more concatenation arguments");
        }
        for (int i = 0; i < values.size(); i++) {
            Type wanted = bound.get().arguments().get(i);
            if (values.get(i) instanceof LambdaExpression lambda) {
                List<Type> parts = wanted.arguments();
                lambda(lambda, parts.subList(0, parts.size() - 1), scope);
                analysis.type(lambda, wanted);
            } else {
                analysis.coerce(values.get(i), wanted);
            }
        }
        return bound;
    }

    private void lambdasOfUnknown(List<Expression> values, Scope scope) {
        for (Expression value : values) {
            if (value instanceof LambdaExpression lambda) {
                List<Type> types =
                        lambda.getArguments().stream().map(_ -> Type.UNTYPED).toList();
                lambda(lambda, types, scope);
            }
        }
    }

    private Type lambda(LambdaExpression lambda, List<Type> types, Scope scope) {
        if (lambda.getArguments().size() != types.size()) {
            throw InvalidSql.at(
                    lambda,
                    "INVALID_PARAMETER_USAGE",
                    "Expected a lambda that takes " + types.size() + " argument(s) but got "
                            + lambda.getArguments().size());
        }
        List<Scope.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Identifier name = lambda.getArguments().get(i).getName();
            fields.add(Scope.Field.of(Optional.of(name.getValue()), types.get(i)));
        }
        return expressions.analyze(lambda.getBody(), new Scope(fields, false, Optional.of(scope)));
    }

    private static InvalidSql noneFits(Expression call, String name, List<Argument> arguments) {
        String given = arguments.stream()
                .map(argument ->
                        argument instanceof Argument.Typed typed ? typed.type().signature() : "<function>")
                .collect(Collectors.joining(", ", "(", ")"));
        String expected =
                Functions.named(name).stream().map(Signature::shown).sorted().collect(Collectors.joining(", "));
        String text = "Unexpected parameters " + given + " for function " + name + ". Expected: " + expected;
        return call instanceof Trim
                ? InvalidSql.nowhere("FUNCTION_NOT_FOUND", text)
                : InvalidSql.at(call, "FUNCTION_NOT_FOUND", text);
    }

    /// Returns the type that all functions of a name have as their result, if it is the same.
    private static Type resultOfAny(List<Signature> signatures, int count) {
        Set<TypePattern> results = signatures.stream()
                .filter(signature -> signature.takes(count))
                .map(signature ->
                        signature.variablesOf(signature.result()).isEmpty() ? signature.result() : TypePattern.of("?"))
                .collect(Collectors.toSet());
        TypePattern only = results.size() == 1 ? results.iterator().next() : TypePattern.of("?");
        return only.base().equals("?") ? Type.UNTYPED : only.bind(java.util.Map.of(), java.util.Map.of());
    }

    /// Checks the expressions of a window.
    void window(Window window, Scope scope) {
        if (window instanceof WindowSpecification specification) {
            window(specification, scope);
        }
    }

    private void window(WindowSpecification window, Scope scope) {
        window.getPartitionBy().forEach(key -> {
            Type type = expressions.analyze(key, scope);
            if (!type.isUntyped() && !type.isComparable()) {
                throw InvalidSql.mismatch(
                        key,
                        type.display() + " is not comparable, and therefore cannot be used in window function"
                                + " PARTITION BY");
            }
        });
        window.getOrderBy().ifPresent(order -> {
            for (SortItem item : order.getSortItems()) {
                Type type = expressions.analyze(item.getSortKey(), scope);
                if (!type.isUntyped() && !type.isOrderable()) {
                    throw InvalidSql.mismatch(
                            item,
                            type.display() + " is not orderable, and therefore cannot be used in window function"
                                    + " ORDER BY");
                }
            }
        });
        window.getFrame().ifPresent(frame -> {
            frame(frame, frame.getStart(), "start", scope);
            frame.getEnd().ifPresent(end -> frame(frame, end, "end", scope));
        });
    }

    private void frame(WindowFrame frame, FrameBound bound, String side, Scope scope) {
        if (bound.getValue().isEmpty()) {
            return;
        }
        Expression value = bound.getValue().get();
        Type type = expressions.analyze(value, scope);
        boolean counts = type.isWhole() || (type.is("decimal") && type.scale() == 0);
        if (frame.getType() != WindowFrame.Type.RANGE && !counts && !type.isUntyped()) {
            throw InvalidSql.mismatch(
                    bound,
                    "Window frame " + frame.getType() + " " + side
                            + " value type must be exact numeric type with scale 0 (actual " + type.display() + ")");
        }
    }
}
