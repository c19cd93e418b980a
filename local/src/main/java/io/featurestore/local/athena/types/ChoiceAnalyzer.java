package io.featurestore.local.athena.types;

import io.trino.sql.tree.Expression;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.WhenClause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks the types of expressions that choose one of several values.
final class ChoiceAnalyzer {
    private final Analysis analysis;
    private final ExpressionAnalyzer expressions;

    ChoiceAnalyzer(Analysis analysis, ExpressionAnalyzer expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    /// Coerces expressions to their common type.
    Type toCommon(List<Expression> values, String what) {
        Type common = Type.UNKNOWN;
        Set<String> types = new LinkedHashSet<>();
        values.forEach(value -> types.add(analysis.type(value).display()));
        for (Expression expression : values) {
            Type own = analysis.type(expression);
            Type before = common;
            common = Coercions.common(before, own)
                    .orElseThrow(() -> InvalidSql.mismatch(
                            expression,
                            what + " must be the same type or coercible to a common type. Cannot find common type"
                                    + " between " + before.display() + " and " + own.display()
                                    + ", all types (without duplicates): " + types));
        }
        for (Expression value : values) {
            analysis.coerce(value, common);
        }
        return common;
    }

    Type analyze(IfExpression node, Scope scope) {
        expressions.analyze(node.getCondition(), scope);
        expressions.require(node.getCondition(), Type.BOOLEAN, "IF condition");
        Type first = expressions.analyze(node.getTrueValue(), scope);
        if (node.getFalseValue().isEmpty()) {
            return first;
        }
        Expression otherwise = node.getFalseValue().get();
        Type second = expressions.analyze(otherwise, scope);
        Type common = Coercions.common(first, second)
                .orElseThrow(() -> InvalidSql.mismatch(
                        node, "Result types for IF must be the same: " + first.display() + " vs " + second.display()));
        analysis.coerce(node.getTrueValue(), common);
        analysis.coerce(otherwise, common);
        return common;
    }

    Type analyze(SearchedCaseExpression node, Scope scope) {
        for (WhenClause when : node.getWhenClauses()) {
            expressions.analyze(operand(when), scope);
            expressions.require(operand(when), Type.BOOLEAN, "CASE WHEN clause");
        }
        return results(node.getWhenClauses(), node.getDefaultValue(), scope);
    }

    Type analyze(SimpleCaseExpression node, Scope scope) {
        Type operand = expressions.analyze(node.getOperand(), scope);
        Type common = operand;
        for (WhenClause when : node.getWhenClauses()) {
            Type own = expressions.analyze(operand(when), scope);
            common = Coercions.common(common, own)
                    .orElseThrow(() -> InvalidSql.mismatch(
                            operand(when),
                            "CASE operand type does not match WHEN clause operand type: " + operand.display() + " vs "
                                    + own.display()));
        }
        analysis.coerce(node.getOperand(), common);
        for (WhenClause when : node.getWhenClauses()) {
            analysis.coerce(operand(when), common);
        }
        return results(node.getWhenClauses(), node.getDefaultValue(), scope);
    }

    private Type results(List<WhenClause> whens, Optional<Expression> otherwise, Scope scope) {
        List<Expression> results = new ArrayList<>();
        whens.forEach(when -> results.add(when.getResult()));
        otherwise.ifPresent(results::add);
        results.forEach(result -> expressions.analyze(result, scope));
        return toCommon(results, "All CASE results");
    }

    Type analyze(NullIfExpression node, Scope scope) {
        Type first = expressions.analyze(node.getFirst(), scope);
        Type second = expressions.analyze(node.getSecond(), scope);
        if (Coercions.common(first, second).isEmpty()) {
            throw InvalidSql.mismatch(
                    node, "Types are not comparable with NULLIF: " + first.display() + " vs " + second.display());
        }
        return first;
    }

    /// Returns the expression after WHEN. The parser also knows `WHEN < 5`, which Athena does not.
    private static Expression operand(WhenClause when) {
        if (when.getMatch().node() instanceof Expression operand) {
            return operand;
        }
        throw InvalidSql.at(when, "SYNTAX_ERROR", "mismatched input after 'WHEN'. Expecting: <expression>");
    }
}
