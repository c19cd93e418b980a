package io.featurestore.local.athena.types;

import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.Array;
import io.trino.sql.tree.AtLocal;
import io.trino.sql.tree.AtTimeZone;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CoalesceExpression;
import io.trino.sql.tree.CurrentCatalog;
import io.trino.sql.tree.CurrentDate;
import io.trino.sql.tree.CurrentSchema;
import io.trino.sql.tree.CurrentTime;
import io.trino.sql.tree.CurrentTimestamp;
import io.trino.sql.tree.CurrentUser;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.ExistsPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.Format;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.GroupingOperation;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LocalTime;
import io.trino.sql.tree.LocalTimestamp;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.MethodCall;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NotExpression;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.Overlay;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.QualifiedName;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.StaticMethodCall;
import io.trino.sql.tree.SubqueryExpression;
import io.trino.sql.tree.SubscriptExpression;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.TryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds the types of expressions, as `io.trino.sql.analyzer.ExpressionAnalyzer` of trinodb/trino does.
final class ExpressionAnalyzer {
    private static final int MOST_INTEGER_COLUMNS = 31;
    private static final Set<String> DATES = Set.of("date", "timestamp", "timestamp with time zone");
    private static final Set<String> CLOCKS =
            Set.of("time", "time with time zone", "timestamp", "timestamp with time zone");

    private final Analysis analysis;
    private final QueryAnalyzer queries;
    private final PredicateAnalyzer predicates;
    private final CallAnalyzer calls;
    private final ChoiceAnalyzer choices;

    ExpressionAnalyzer(Analysis analysis, QueryAnalyzer queries) {
        this.analysis = analysis;
        this.queries = queries;
        this.predicates = new PredicateAnalyzer(analysis, this, queries);
        this.calls = new CallAnalyzer(analysis, this);
        this.choices = new ChoiceAnalyzer(analysis, this);
    }

    CallAnalyzer calls() {
        return calls;
    }

    ChoiceAnalyzer choices() {
        return choices;
    }

    /// Finds the type of an expression and of all its parts.
    Type analyze(Expression expression, Scope scope) {
        Type type =
                switch (expression) {
                    case Literal literal -> Literals.type(literal);
                    case Identifier name ->
                        scope.type(List.of(name.getValue()), name)
                                .orElseThrow(() -> missing(name, List.of(name.getValue())));
                    case DereferenceExpression field -> dereference(field, scope);
                    case Predicated predicated -> predicates.analyze(predicated, scope);
                    case LogicalExpression logical -> {
                        logical.getTerms().forEach(term -> {
                            analyze(term, scope);
                            require(term, Type.BOOLEAN, "Logical expression term");
                        });
                        yield Type.BOOLEAN;
                    }
                    case NotExpression not -> {
                        analyze(not.getValue(), scope);
                        require(not.getValue(), Type.BOOLEAN, "Value of logical NOT expression");
                        yield Type.BOOLEAN;
                    }
                    case ArithmeticBinaryExpression binary -> arithmetic(binary, scope);
                    case ArithmeticUnaryExpression unary -> signed(unary, scope);
                    case IfExpression choice -> choices.analyze(choice, scope);
                    case SearchedCaseExpression choice -> choices.analyze(choice, scope);
                    case SimpleCaseExpression choice -> choices.analyze(choice, scope);
                    case CoalesceExpression coalesce -> {
                        coalesce.getOperands().forEach(operand -> analyze(operand, scope));
                        yield choices.toCommon(coalesce.getOperands(), "All COALESCE operands");
                    }
                    case NullIfExpression nullIf -> choices.analyze(nullIf, scope);
                    case TryExpression attempt -> analyze(attempt.getInnerExpression(), scope);
                    case Cast cast -> cast(cast, scope);
                    case AtTimeZone moved -> atTimeZone(moved, scope);
                    case Extract extract -> extract(extract, scope);
                    case SubscriptExpression subscript -> subscript(subscript, scope);
                    case Array array -> {
                        array.getValues().forEach(value -> analyze(value, scope));
                        yield Type.array(
                                array.getValues().isEmpty()
                                        ? Type.UNKNOWN
                                        : choices.toCommon(array.getValues(), "All ARRAY elements"));
                    }
                    case Row row -> row(row, scope);
                    case FunctionCall call -> calls.analyze(call, scope);
                    case Trim trim -> calls.trim(trim, scope);
                    case Format format -> {
                        format.getArguments().forEach(argument -> analyze(argument, scope));
                        Type first = analysis.type(format.getArguments().getFirst());
                        if (!first.isUntyped() && !first.is("varchar")) {
                            throw InvalidSql.mismatch(
                                    format.getArguments().getFirst(),
                                    "Type of first argument to format() must be VARCHAR (actual: " + first.display()
                                            + ")");
                        }
                        yield Type.VARCHAR;
                    }
                    case LambdaExpression lambda ->
                        throw InvalidSql.mismatch(lambda, "Lambda expression should always be used inside a function");
                    case SubqueryExpression subquery -> subquery(subquery, scope);
                    case ExistsPredicate exists -> {
                        if (exists.getSubquery() instanceof SubqueryExpression subquery) {
                            queries.analyze(subquery.getQuery(), scope);
                        }
                        yield Type.BOOLEAN;
                    }
                    case GroupingOperation grouping -> {
                        grouping.getGroupingColumns().forEach(column -> analyze(column, scope));
                        yield grouping.getGroupingColumns().size() <= MOST_INTEGER_COLUMNS ? Type.INTEGER : Type.BIGINT;
                    }
                    case CurrentDate _ -> Type.DATE;
                    case CurrentTime time ->
                        Type.of("time with time zone", time.getPrecision().orElse(3));
                    case CurrentTimestamp time ->
                        Type.instant(time.getPrecision().orElse(3));
                    case LocalTime time -> Type.of("time", time.getPrecision().orElse(3));
                    case LocalTimestamp time ->
                        Type.timestamp(time.getPrecision().orElse(3));
                    case CurrentUser _ -> Type.VARCHAR;
                    case CurrentCatalog _ -> Type.VARCHAR;
                    case CurrentSchema _ -> Type.VARCHAR;
                    case Overlay _, AtLocal _, MethodCall _, StaticMethodCall _ ->
                        throw InvalidSql.at(
                                expression, "SYNTAX_ERROR", "mismatched input: Athena does not know this expression");
                    default -> {
                        for (Node child : expression.getChildren()) {
                            if (child instanceof Expression part && !(part instanceof LambdaExpression)) {
                                analyze(part, scope);
                            }
                        }
                        yield Type.UNTYPED;
                    }
                };
        analysis.type(expression, type);
        return type;
    }

    private static InvalidSql missing(Node user, List<String> parts) {
        return InvalidSql.at(
                user,
                "COLUMN_NOT_FOUND",
                "Column '" + String.join(".", parts).toLowerCase(Locale.ROOT) + "' cannot be resolved");
    }

    private Type dereference(DereferenceExpression node, Scope scope) {
        QualifiedName name = DereferenceExpression.getQualifiedName(node);
        if (name != null && node.getField().isPresent()) {
            List<String> parts =
                    name.getOriginalParts().stream().map(Identifier::getValue).toList();
            Optional<Type> column = scope.type(parts, node);
            if (column.isPresent()) {
                return column.get();
            }
            boolean ofAColumn = false;
            for (int end = 1; end < parts.size() && !ofAColumn; end++) {
                ofAColumn = scope.type(parts.subList(0, end), node).isPresent();
            }
            if (!ofAColumn) {
                throw missing(node, parts);
            }
        }
        Type base = analyze(node.getBase(), scope);
        if (base.isUntyped()) {
            return Type.UNTYPED;
        }
        if (!base.is("row")) {
            throw InvalidSql.mismatch(node, "Expression " + node.getBase() + " is not of type ROW");
        }
        String field = node.getField().map(Identifier::getValue).orElse("");
        List<Type> found = new ArrayList<>();
        for (int i = 0; i < base.arguments().size(); i++) {
            if (base.names().get(i).filter(field::equalsIgnoreCase).isPresent()) {
                found.add(base.arguments().get(i));
            }
        }
        if (found.size() > 1) {
            throw InvalidSql.at(node, "AMBIGUOUS_NAME", "Ambiguous row field reference: " + field);
        }
        if (found.isEmpty()) {
            throw InvalidSql.at(
                    node,
                    "INVALID_COLUMN_REFERENCE",
                    "Column reference '" + (name == null ? field : name) + "' is invalid");
        }
        return found.getFirst();
    }

    /// Requires that an expression has a type or can be coerced to it.
    void require(Expression expression, Type wanted, String what) {
        Type own = analysis.type(expression);
        if (!Coercions.coercible(own, wanted)) {
            throw InvalidSql.mismatch(
                    expression, what + " must evaluate to a " + wanted.display() + " (actual: " + own.display() + ")");
        }
        analysis.coerce(expression, wanted);
    }

    private Type arithmetic(ArithmeticBinaryExpression node, Scope scope) {
        Type left = analyze(node.getLeft(), scope);
        Type right = analyze(node.getRight(), scope);
        if (left.isUntyped() || right.isUntyped()) {
            return Type.UNTYPED;
        }
        String operator = node.getOperator().getValue();
        Functions.Bound bound = operator(operator, List.of(left, right))
                .orElseThrow(() -> InvalidSql.mismatch(
                        node, "Cannot apply operator: " + left.display() + " " + operator + " " + right.display()));
        analysis.coerce(node.getLeft(), bound.arguments().get(0));
        analysis.coerce(node.getRight(), bound.arguments().get(1));
        return bound.result();
    }

    private Type signed(ArithmeticUnaryExpression node, Scope scope) {
        Type own = analyze(node.getValue(), scope);
        if (own.isUntyped()) {
            return Type.UNTYPED;
        }
        if (node.getSign() == ArithmeticUnaryExpression.Sign.PLUS) {
            if (!own.isNumeric()) {
                throw InvalidSql.mismatch(node, "Unary '+' operator cannot by applied to " + own.display() + " type");
            }
            return own;
        }
        Functions.Bound bound = operator("negate", List.of(own))
                .orElseThrow(() -> InvalidSql.mismatch(node, "Cannot negate " + own.display()));
        analysis.coerce(node.getValue(), bound.arguments().getFirst());
        return bound.result();
    }

    private static Optional<Functions.Bound> operator(String name, List<Type> types) {
        try {
            return Functions.choose(
                    Functions.operators(name),
                    types.stream().map(Functions.Argument::of).toList());
        } catch (Functions.Ambiguous e) {
            throw InvalidSql.nowhere("AMBIGUOUS_FUNCTION_CALL", String.valueOf(e.getMessage()));
        }
    }

    private Type cast(Cast node, Scope scope) {
        Type to = DataTypes.of(node.getType(), node);
        Type from = analyze(node.getExpression(), scope);
        if (!Casts.exists(from, to)) {
            throw InvalidSql.mismatch(node, "Cannot cast " + from.display() + " to " + to.display());
        }
        return to;
    }

    private Type atTimeZone(AtTimeZone node, Scope scope) {
        Type value = analyze(node.getValue(), scope);
        Type zone = analyze(node.getTimeZone(), scope);
        if (value.isUntyped()) {
            return Type.UNTYPED;
        }
        if (!CLOCKS.contains(value.base())) {
            throw InvalidSql.mismatch(
                    node.getValue(),
                    "Type of value must be a time or timestamp with or without time zone (actual " + value.display()
                            + ")");
        }
        if (!zone.isUntyped() && !zone.is("varchar") && !zone.equals(Type.DAY_TO_SECOND)) {
            throw InvalidSql.mismatch(
                    node.getTimeZone(),
                    "Time zone offset must be of type varchar or interval day to second (actual " + zone.display()
                            + ")");
        }
        return value.is("time") || value.is("timestamp")
                ? Type.of(value.base() + " with time zone", value.number())
                : value;
    }

    private Type extract(Extract node, Scope scope) {
        Type own = analyze(node.getExpression(), scope);
        boolean has =
                switch (node.getField()) {
                    case YEAR, MONTH -> DATES.contains(own.base()) || own.equals(Type.YEAR_TO_MONTH);
                    case DAY -> DATES.contains(own.base()) || own.equals(Type.DAY_TO_SECOND);
                    case HOUR, MINUTE, SECOND -> CLOCKS.contains(own.base()) || own.equals(Type.DAY_TO_SECOND);
                    case TIMEZONE_HOUR, TIMEZONE_MINUTE -> own.base().endsWith(" with time zone");
                    default -> DATES.contains(own.base());
                };
        if (!has && !own.isUntyped() && !own.equals(Type.UNKNOWN)) {
            throw InvalidSql.mismatch(
                    node.getExpression(), "Cannot extract " + node.getField() + " from " + own.display());
        }
        return Type.BIGINT;
    }

    private Type subscript(SubscriptExpression node, Scope scope) {
        Type base = analyze(node.getBase(), scope);
        Type index = analyze(node.getIndex(), scope);
        if (base.isUntyped()) {
            return Type.UNTYPED;
        }
        if (base.is("row")) {
            return fieldAt(node, base);
        }
        if (base.is("array") && Coercions.coercible(index, Type.BIGINT)) {
            analysis.coerce(node.getIndex(), Type.BIGINT);
            return base.element();
        }
        if (base.is("map") && Coercions.coercible(index, base.element())) {
            analysis.coerce(node.getIndex(), base.element());
            return base.arguments().getLast();
        }
        throw InvalidSql.mismatch(node, "Cannot use " + index.display() + " for subscript of " + base.display());
    }

    private static Type fieldAt(SubscriptExpression node, Type row) {
        if (!(node.getIndex() instanceof LongLiteral literal)) {
            throw InvalidSql.at(
                    node.getIndex(),
                    "EXPRESSION_NOT_CONSTANT",
                    "Subscript expression on ROW requires a constant index");
        }
        long index = literal.getParsedValue();
        int size = row.arguments().size();
        if (index <= 0) {
            throw InvalidSql.at(
                    node.getIndex(),
                    "INVALID_FUNCTION_ARGUMENT",
                    "Invalid subscript index: " + index + ". ROW indices start at 1");
        }
        if (index > size) {
            throw InvalidSql.at(
                    node.getIndex(),
                    "INVALID_FUNCTION_ARGUMENT",
                    "Subscript index out of bounds: " + index + ", max value is " + size);
        }
        return row.arguments().get((int) index - 1);
    }

    private Type row(Row node, Scope scope) {
        List<Type> types = new ArrayList<>();
        List<Optional<String>> names = new ArrayList<>();
        for (Row.Field field : node.getFields()) {
            types.add(analyze(field.getExpression(), scope));
            names.add(field.getName().map(Identifier::getValue));
        }
        return Type.row(types, names);
    }

    private Type subquery(SubqueryExpression node, Scope scope) {
        Scope relation = queries.analyze(node.getQuery(), scope);
        List<Scope.Field> columns = relation.visible();
        if (relation.open()) {
            return Type.UNTYPED;
        }
        return columns.size() == 1
                ? columns.getFirst().type()
                : Type.row(
                        columns.stream().map(Scope.Field::type).toList(),
                        columns.stream().map(Scope.Field::name).toList());
    }
}
