package io.featurestore.sql.syntax;

import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.Expression;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds a checked expression whose names are those of the catalog.
///
/// @param expression the syntax tree
/// @param columns the catalog's names of the columns that it reads
public record ResolvedExpression(Expression expression, Set<String> columns) {
    /// Makes the set immutable.
    public ResolvedExpression {
        columns = Set.copyOf(columns);
    }

    /// Checks an expression over the table's columns and resolves its names.
    public static ResolvedExpression of(RequestText source, Expression expression, TableNames names) {
        AllowedSyntax.check(source, expression);
        return NameResolver.resolve(source, expression, names, _ -> Optional.empty());
    }

    /// Returns the expression that is the given column.
    public static ResolvedExpression column(String name) {
        return new ResolvedExpression(Identifiers.identifier(name), Set.of(name));
    }

    /// Returns the expression as SQL.
    public String sql() {
        return print(expression);
    }

    /// Returns the expression as SQL.
    public static String print(Expression expression) {
        return ExpressionFormatter.formatExpression(expression);
    }

    /// Returns the columns that the expressions read.
    public static List<String> columns(List<ResolvedExpression> expressions) {
        return expressions.stream()
                .flatMap(e -> e.columns().stream())
                .distinct()
                .toList();
    }
}
