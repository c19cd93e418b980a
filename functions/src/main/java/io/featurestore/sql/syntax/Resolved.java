package io.featurestore.sql.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.trino.sql.ExpressionFormatter;
import io.trino.sql.tree.Expression;

/**
 * A checked expression whose names are the catalog's.
 *
 * @param expression the syntax tree
 * @param columns the catalog's names of the columns it reads
 */
public record Resolved(Expression expression, Set<String> columns) {
    /** Copies the names. */
    public Resolved {
        columns = Set.copyOf(columns);
    }

    /** Reads an expression over the table's columns. */
    public static Resolved of(Refusal place, Expression expression, TableNames names) {
        Syntax.check(place, expression);
        return Resolver.resolve(place, expression, names, _ -> Optional.empty());
    }

    /** Returns a plain column. */
    public static Resolved column(String name) {
        return new Resolved(Identifiers.identifier(name), Set.of(name));
    }

    /** Returns the expression as SQL. */
    public String sql() {
        return print(expression);
    }

    /** Returns the expression as SQL. */
    public static String print(Expression expression) {
        return ExpressionFormatter.formatExpression(expression);
    }

    /** Returns the columns any of the expressions reads. */
    public static List<String> columns(List<Resolved> expressions) {
        return expressions.stream().flatMap(e -> e.columns().stream()).distinct().toList();
    }
}
