package io.featurestore.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.featurestore.sql.syntax.Aggregates;
import io.featurestore.sql.syntax.Refusal;
import io.featurestore.sql.syntax.Resolved;
import io.featurestore.sql.syntax.SqlText;
import io.featurestore.sql.syntax.Syntax;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;

/**
 * What {@code groupBy} says, and the rule of every aggregation: outside of aggregates only what is grouped by.
 *
 * @param items the grouping expressions
 * @param aggregated whether the statement gives a row for each group rather than for each record
 */
record Grouping(List<Resolved> items, boolean aggregated) {
    private static final String FIELD = "groupBy";

    /** Reads {@code groupBy}: columns, expressions over them, or names that {@code columns} gives to such. */
    static Grouping of(List<String> texts, ColumnList columns, TableNames names) {
        List<Resolved> items = texts.stream().map(t -> item(new Refusal(FIELD, t), columns, names)).toList();
        boolean aggregates = columns.all().stream().anyMatch(c -> Aggregates.within(c.value().expression()));
        Grouping grouping = new Grouping(items, aggregates || !items.isEmpty());
        columns.all().forEach(c -> grouping.check(new Refusal(ColumnList.FIELD, c.spelled()), c.value().expression(),
                Set.of()));
        return grouping;
    }

    /**
     * Refuses an expression that has no one value for a group.
     *
     * @param results names of result columns in it, which have one
     */
    void check(Refusal place, Expression expression, Set<String> results) {
        if (aggregated) {
            ungrouped(expression, results).ifPresent(column -> {
                throw place.because("the column `" + column + "` is neither grouped by nor in an aggregate",
                        "Add it to `groupBy`, or put it into an aggregate.");
            });
        }
    }

    private Optional<String> ungrouped(Node node, Set<String> bound) {
        if (Aggregates.isAggregate(node) || items.stream().anyMatch(i -> i.expression().equals(node))) {
            return Optional.empty();
        }
        if (node instanceof Identifier i) {
            return Optional.of(i.getValue()).filter(n -> !bound.contains(n));
        }
        Set<String> inner = bound;
        if (node instanceof LambdaExpression lambda) {
            inner = new HashSet<>(bound);
            lambda.getArguments().stream().map(a -> a.getName().getValue()).forEach(inner::add);
        }
        for (Node child : Syntax.children(node)) {
            Optional<String> found = ungrouped(child, inner);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Resolved item(Refusal place, ColumnList columns, TableNames names) {
        String text = place.text().strip();
        Resolved item = names.find(text).map(Column::name).map(Resolved::column).or(() -> columns.find(text).map(
                SelectedColumn::value)).orElseGet(() -> Resolved.of(place, SqlText.expression(place), names));
        if (item.expression() instanceof LongLiteral) {
            throw place.because("a position", "Name the column.");
        }
        Syntax.checkRowwise(place, item.expression());
        return item;
    }
}
