package io.featurestore.export.query;

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
record Resolved(Expression expression, Set<String> columns) {
    /** Copies the names. */
    Resolved {
        columns = Set.copyOf(columns);
    }

    /** Reads an expression over the table's columns. */
    static Resolved of(Refusal place, Expression expression, TableNames names) {
        Syntax.check(place, expression);
        return Resolver.resolve(place, expression, names, _ -> Optional.empty());
    }

    /** Returns a plain column. */
    static Resolved column(String name) {
        return new Resolved(Identifiers.identifier(name), Set.of(name));
    }

    /** Returns the expression as SQL. */
    String sql() {
        return print(expression);
    }

    /** Returns the expression as SQL. */
    static String print(Expression expression) {
        return ExpressionFormatter.formatExpression(expression);
    }

    /** Returns the columns any of the expressions reads. */
    static List<String> columns(List<Resolved> expressions) {
        return expressions.stream().flatMap(e -> e.columns().stream()).distinct().toList();
    }
}
