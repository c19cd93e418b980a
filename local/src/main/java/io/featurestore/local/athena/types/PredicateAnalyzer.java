package io.featurestore.local.athena.types;

import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.DistinctFromPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IsNullPredicate;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.QuantifiedComparisonPredicate;
import io.trino.sql.tree.SubqueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the types of comparisons and other predicates.
final class PredicateAnalyzer {
    private final Analysis analysis;
    private final ExpressionAnalyzer expressions;
    private final QueryAnalyzer queries;

    PredicateAnalyzer(Analysis analysis, ExpressionAnalyzer expressions, QueryAnalyzer queries) {
        this.analysis = analysis;
        this.expressions = expressions;
        this.queries = queries;
    }

    Type analyze(Predicated node, Scope scope) {
        Expression value = node.getValue();
        Type own = expressions.analyze(value, scope);
        switch (node.getPredicate()) {
            case ComparisonPredicate comparison -> {
                Type right = expressions.analyze(comparison.getRight(), scope);
                Type common = compared(own, right, comparison.getOperator())
                        .orElseThrow(() -> incomparable(node, own, comparison.getOperator(), right));
                analysis.coerce(value, common);
                analysis.coerce(comparison.getRight(), common);
            }
            case DistinctFromPredicate distinct -> {
                Type right = expressions.analyze(distinct.getRight(), scope);
                Type common = Coercions.common(own, right)
                        .filter(Type::isComparable)
                        .orElseThrow(() -> InvalidSql.mismatch(
                                node, "Cannot check if " + own.display() + " is identical to " + right.display()));
                analysis.coerce(value, common);
                analysis.coerce(distinct.getRight(), common);
            }
            case BetweenPredicate between -> between(node, between, scope);
            case InPredicate in -> in(node, in, scope);
            case LikePredicate like -> like(node, like, scope);
            case QuantifiedComparisonPredicate quantified -> {
                if (quantified.getSubquery() instanceof SubqueryExpression subquery) {
                    quantified(node, subquery, scope);
                }
            }
            case IsNullPredicate _ -> {}
            default ->
                throw InvalidSql.at(node, "SYNTAX_ERROR", "mismatched input: Athena does not know this predicate");
        }
        return Type.BOOLEAN;
    }

    /// Returns the type that both sides of a comparison are coerced to, or empty if they cannot be compared.
    private static Optional<Type> compared(Type left, Type right, ComparisonPredicate.Operator operator) {
        return Coercions.common(left, right).filter(common -> switch (operator) {
            case EQUAL, NOT_EQUAL -> common.isComparable();
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> common.isOrderable();
        });
    }

    /// Trino turns `>` into `<` and `<>` into `=` before it looks for the operator, and names that one.
    private static InvalidSql incomparable(Node node, Type left, ComparisonPredicate.Operator operator, Type right) {
        String shown =
                switch (operator) {
                    case EQUAL, NOT_EQUAL -> "=";
                    case LESS_THAN, GREATER_THAN -> "<";
                    case LESS_THAN_OR_EQUAL, GREATER_THAN_OR_EQUAL -> "<=";
                };
        return InvalidSql.mismatch(
                node, "Cannot apply operator: " + left.display() + " " + shown + " " + right.display());
    }

    private void between(Predicated node, BetweenPredicate between, Scope scope) {
        List<Expression> all = List.of(node.getValue(), between.getMin(), between.getMax());
        if (between.getSymmetry().isPresent()) {
            throw InvalidSql.at(node, "SYNTAX_ERROR", "mismatched input: Athena does not know BETWEEN SYMMETRIC");
        }
        Type value = analysis.type(node.getValue());
        Type min = expressions.analyze(between.getMin(), scope);
        Type max = expressions.analyze(between.getMax(), scope);
        Type common = Coercions.common(value, min)
                .flatMap(both -> Coercions.common(both, max))
                .filter(Type::isOrderable)
                .orElseThrow(() -> InvalidSql.mismatch(
                        node,
                        "Cannot check if " + value.display() + " is BETWEEN " + min.display() + " and "
                                + max.display()));
        all.forEach(part -> analysis.coerce(part, common));
    }

    private void in(Predicated node, InPredicate in, Scope scope) {
        switch (in.getValueList()) {
            case InListExpression list -> {
                List<Expression> all = new ArrayList<>(List.of(node.getValue()));
                for (Expression item : list.getValues()) {
                    expressions.analyze(item, scope);
                    all.add(item);
                }
                expressions.choices().toCommon(all, "IN value and list items");
            }
            case SubqueryExpression subquery -> quantified(node, subquery, scope);
            default -> expressions.analyze(in.getValueList(), scope);
        }
    }

    /// Checks the value before IN, ANY, SOME or ALL against the columns of the subquery after it.
    private void quantified(Predicated node, SubqueryExpression subquery, Scope scope) {
        Scope relation = queries.analyze(subquery.getQuery(), scope);
        Type own = analysis.type(node.getValue());
        if (relation.open() || own.isUntyped()) {
            return;
        }
        Type value = own.is("row") ? own : Type.row(List.of(own));
        List<Scope.Field> columns = relation.visible();
        Type found = Type.row(
                columns.stream().map(Scope.Field::type).toList(),
                columns.stream().map(Scope.Field::name).toList());
        Type common = Coercions.common(value, found)
                .orElseThrow(() -> InvalidSql.mismatch(
                        node,
                        "Value expression and result of subquery must be of the same type: " + value.display() + " vs "
                                + found.display()));
        if (!own.is("row")) {
            analysis.coerce(node.getValue(), common.element());
        }
        analysis.rows(subquery, common.arguments());
    }

    private void like(Predicated node, LikePredicate like, Scope scope) {
        if (!analysis.type(node.getValue()).is("char")) {
            expressions.require(node.getValue(), Type.VARCHAR, "Left side of LIKE expression");
        }
        expressions.analyze(like.getPattern(), scope);
        expressions.require(like.getPattern(), Type.VARCHAR, "Pattern for LIKE expression");
        like.getEscape().ifPresent(escape -> {
            expressions.analyze(escape, scope);
            expressions.require(escape, Type.VARCHAR, "Escape for LIKE expression");
        });
    }
}
