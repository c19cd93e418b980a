package io.featurestore.sql.syntax;

import io.trino.sql.tree.*;
import io.trino.sql.tree.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Checks which syntax an expression of the caller uses. Allowed are values computed from one row or, in some
/// fields, from a group of rows. Every kind of node that is not listed is refused, so an expression cannot
/// contain a statement, another table or a parameter.
public final class AllowedSyntax {
    /// Deeper trees could overflow the stack of code that walks or plans them.
    private static final int DEEPEST = 400;

    private static final Set<Class<? extends Node>> ALLOWED = Set.of(
            Identifier.class,
            DereferenceExpression.class,
            SubscriptExpression.class,
            LongLiteral.class,
            DoubleLiteral.class,
            DecimalLiteral.class,
            StringLiteral.class,
            BinaryLiteral.class,
            BooleanLiteral.class,
            NullLiteral.class,
            GenericLiteral.class,
            IntervalLiteral.class,
            LogicalExpression.class,
            NotExpression.class,
            Predicated.class,
            ComparisonPredicate.class,
            BetweenPredicate.class,
            DistinctFromPredicate.class,
            InPredicate.class,
            InListExpression.class,
            IsNullPredicate.class,
            BooleanTestPredicate.class,
            LikePredicate.class,
            ArithmeticBinaryExpression.class,
            ArithmeticUnaryExpression.class,
            Cast.class,
            CoalesceExpression.class,
            NullIfExpression.class,
            IfExpression.class,
            SimpleCaseExpression.class,
            SearchedCaseExpression.class,
            WhenClause.class,
            TryExpression.class,
            FunctionCall.class,
            CallArgument.class,
            LambdaExpression.class,
            LambdaArgumentDeclaration.class,
            WindowSpecification.class,
            WindowFrame.class,
            FrameBound.class,
            OrderBy.class,
            SortItem.class,
            Array.class,
            Row.class,
            Row.Field.class,
            AtTimeZone.class,
            Extract.class,
            Trim.class,
            Format.class,
            CurrentDate.class,
            CurrentTime.class,
            CurrentTimestamp.class,
            LocalTime.class,
            LocalTimestamp.class,
            JsonExists.class,
            JsonValue.class,
            JsonQuery.class,
            JsonObject.class,
            JsonArray.class,
            JsonObjectMember.class,
            JsonArrayElement.class,
            JsonPathInvocation.class,
            JsonPathParameter.class);

    private AllowedSyntax() {}

    /// Refuses an expression with syntax that is not allowed.
    public static void check(RequestText source, Expression expression) {
        Deque<Level> open = new ArrayDeque<>(List.of(new Level(expression, 1)));
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > DEEPEST) {
                throw source.refused("an expression nested more than " + DEEPEST + " levels", "Flatten it.");
            }
            check(source, level.node());
            children(level.node()).forEach(n -> open.push(new Level(n, level.depth() + 1)));
        }
    }

    /// Refuses aggregates and window functions, which are not defined for a single row.
    public static void checkRowwise(RequestText source, Expression expression) {
        Deque<Node> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node instanceof FunctionCall call && call.getWindow().isPresent()) {
                throw source.refused("the window function `" + call.getName() + "`", "Use it in `columns` instead.");
            }
            if (Aggregates.isAggregate(node)) {
                throw source.refused(
                        "the aggregate `" + ((FunctionCall) node).getName() + "`",
                        "Use aggregates in `columns` and `orderBy` only.");
            }
            children(node).forEach(open::push);
        }
    }

    /// Returns the node's children that are expressions or parts of expressions, without types and names of
    /// fields.
    public static List<? extends Node> children(Node node) {
        return switch (node) {
            case DereferenceExpression d -> List.of(d.getBase());
            case LambdaExpression l -> List.of(l.getBody());
            case Cast c -> List.of(c.getExpression());
            default -> node.getChildren();
        };
    }

    private static void check(RequestText source, Node node) {
        if (!ALLOWED.contains(node.getClass())) {
            throw source.refused(name(node), remedy(node));
        }
        if (node instanceof DereferenceExpression d && d.getField().isEmpty()) {
            throw source.refused("`.*`", "Name the fields.");
        }
        if (node instanceof DereferenceExpression d && d.getBase() instanceof Literal literal) {
            // Its text would be read as another one: 1."x" as the number 1. with the alias "x".
            throw source.refused("a field of the literal `" + literal + "`", "Write column names alone.");
        }
        if (node instanceof DoubleLiteral number && Double.isInfinite(number.getValue())) {
            throw source.refused("a number beyond the range of double", "Write infinity(), or a smaller number.");
        }
        if (node instanceof FunctionCall call) {
            checkCall(source, call);
        }
    }

    private static void checkCall(RequestText source, FunctionCall call) {
        if (call.getName().getParts().size() > 1) {
            throw source.refused(
                    "the qualified function `" + call.getName() + "`",
                    "Only the engine's own functions can be called, by their plain names.");
        }
        if (call.hasNamedArguments() || call.getProcessingMode().isPresent()) {
            throw source.refused(
                    "a named argument or processing mode of `" + call.getName() + "`", "Pass arguments by position.");
        }
    }

    private static String name(Node node) {
        return switch (node) {
            case SubqueryExpression _, ExistsPredicate _, UniquePredicate _, MatchPredicate _, Query _ -> "a sub-query";
            case QuantifiedComparisonPredicate _ -> "a comparison with ANY, SOME or ALL";
            case Parameter _ -> "a parameter `?`";
            case WindowReference _ -> "a named window";
            case CurrentUser _, CurrentCatalog _, CurrentSchema _, CurrentPath _ -> "a property of the session";
            default -> "the construct `" + node.getClass().getSimpleName() + "`";
        };
    }

    private static String remedy(Node node) {
        return switch (node) {
            case SubqueryExpression _,
                    ExistsPredicate _,
                    UniquePredicate _,
                    MatchPredicate _,
                    Query _,
                    QuantifiedComparisonPredicate _ ->
                "An export reads one table; compare with values or a list of them.";
            case Parameter _ -> "Write the value.";
            case WindowReference _ -> "Write the window after OVER.";
            default -> "It is not supported in an export.";
        };
    }

    private record Level(Node node, int depth) {}
}
