package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Analysis;
import io.featurestore.local.athena.types.Type;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.NullLiteral;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Prints comparisons for DuckDB. DuckDB takes NaN for the largest number, equal to itself, and NULL in a row for a
/// value. In Trino nothing is equal to, less or greater than NaN, and a comparison with NULL is NULL.
final class ComparisonPrinter {
    private final Analysis analysis;
    private final ExpressionPrinter expressions;

    ComparisonPrinter(Analysis analysis, ExpressionPrinter expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    /// A side of a comparison.
    ///
    /// @param sql the printed value
    /// @param type the type, the same on both sides
    /// @param constant whether it is a literal, which is never NaN and never NULL
    /// @param parts the fields of a row that the query writes as such
    record Side(String sql, Type type, boolean constant, List<Side> parts) {}

    Side side(Expression expression) {
        return side(expression, analysis.used(expression));
    }

    private Side side(Expression expression, Type type) {
        List<Side> parts = new ArrayList<>();
        if (expression instanceof Row row
                && type.arguments().size() == row.getFields().size()) {
            for (int i = 0; i < row.getFields().size(); i++) {
                Expression field = row.getFields().get(i).getExpression();
                Type target = type.arguments().get(i);
                Side own = side(field);
                parts.add(new Side(
                        CastPrinter.coerced(own.sql(), own.type(), target), target, own.constant(), own.parts()));
            }
        }
        boolean constant = expression instanceof Literal && !(expression instanceof NullLiteral);
        return new Side(expressions.print(expression), type, constant, parts);
    }

    /// Prints a comparison, or returns empty if DuckDB compares these types as Trino does.
    Optional<String> print(Predicated node) {
        Expression value = node.getValue();
        Type type = analysis.used(value);
        if (!differs(type)) {
            return Optional.empty();
        }
        return switch (node.getPredicate()) {
            case ComparisonPredicate comparison ->
                Optional.of(compare(side(value), comparison.getOperator(), side(comparison.getRight())));
            case BetweenPredicate between -> {
                String within = "(" + order(side(value), ">=", side(between.getMin())) + " AND "
                        + order(side(value), "<=", side(between.getMax())) + ")";
                yield Optional.of(between.isNegated() ? "(NOT " + within + ")" : within);
            }
            case InPredicate in
            when in.getValueList() instanceof InListExpression list -> {
                Side one = side(value);
                String any = list.getValues().stream()
                        .map(item -> equal(one, side(item)))
                        .collect(Collectors.joining(" OR ", "(", ")"));
                yield Optional.of(in.isNegated() ? "(NOT " + any + ")" : any);
            }
            default -> Optional.empty();
        };
    }

    private static boolean differs(Type type) {
        return type.isFloating() || type.is("row") && !type.isUntyped();
    }

    private String compare(Side left, ComparisonPredicate.Operator operator, Side right) {
        return switch (operator) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> "(NOT " + equal(left, right) + ")";
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                order(left, operator.getValue(), right);
        };
    }

    /// Prints whether two values are equal after their coercion to a common type.
    String equal(Expression left, Expression right) {
        Type common = Type.common(analysis.used(left), analysis.used(right));
        return equal(converted(side(left), common), converted(side(right), common));
    }

    private static Side converted(Side side, Type type) {
        return new Side(CastPrinter.coerced(side.sql(), side.type(), type), type, side.constant(), side.parts());
    }

    private static String equal(Side left, Side right) {
        String plain = left.sql() + " = " + right.sql();
        if (left.type().is("row") && !left.type().isUntyped()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < left.type().arguments().size(); i++) {
                fields.add(equal(field(left, i), field(right, i)));
            }
            return fields.stream().collect(Collectors.joining(" AND ", "(", ")"));
        }
        if (!left.type().isFloating() || left.constant() || right.constant()) {
            return "(" + plain + ")";
        }
        return "(" + plain + " AND NOT (isnan(" + left.sql() + ") AND isnan(" + right.sql() + ")))";
    }

    private static String order(Side left, String operator, Side right) {
        String plain = left.sql() + " " + operator + " " + right.sql();
        if (left.type().is("row") && !left.type().isUntyped()) {
            return orderOfRows(left, operator, right, 0);
        }
        Side large = operator.startsWith("<") ? right : left;
        Side small = operator.startsWith("<") ? left : right;
        if (!left.type().isFloating() || large.constant()) {
            return "(" + plain + ")";
        }
        String isNumber = "NOT isnan(" + large.sql() + ")";
        return "(" + plain + " AND "
                + (small.constant() ? isNumber : "(" + isNumber + " OR " + small.sql() + " IS NULL)") + ")";
    }

    /// Compares rows field by field. A NULL that decides is an error in Trino.
    private static String orderOfRows(Side left, String operator, Side right, int at) {
        Side one = field(left, at);
        Side other = field(right, at);
        String check = "WHEN " + one.sql() + " IS NULL OR " + other.sql() + " IS NULL THEN CAST("
                + "trino_failed('NOT_SUPPORTED: ROW comparison not supported for fields with null elements')"
                + " AS BOOLEAN) ";
        boolean last = at + 1 == left.type().arguments().size();
        String next = last
                ? order(one, operator, other)
                : "CASE WHEN " + equal(one, other) + " THEN " + orderOfRows(left, operator, right, at + 1) + " ELSE "
                        + order(one, operator.substring(0, 1), other) + " END";
        String present = at > 0 ? "" : "WHEN " + left.sql() + " IS NULL OR " + right.sql() + " IS NULL THEN NULL ";
        return "(CASE " + present + check + "ELSE " + next + " END)";
    }

    private static Side field(Side row, int index) {
        return row.parts().isEmpty()
                ? new Side(
                        "struct_extract_at(" + row.sql() + ", " + (index + 1) + ")",
                        row.type().arguments().get(index),
                        false,
                        List.of())
                : row.parts().get(index);
    }
}
