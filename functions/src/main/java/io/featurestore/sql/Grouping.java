package io.featurestore.sql;

import io.featurestore.sql.syntax.Aggregates;
import io.featurestore.sql.syntax.AllowedSyntax;
import io.featurestore.sql.syntax.RequestText;
import io.featurestore.sql.syntax.ResolvedExpression;
import io.featurestore.sql.syntax.SqlTextParser;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds the request's `groupBy`, and checks the rule of aggregation: outside of aggregates, only grouped
/// expressions may be used.
///
/// @param items the grouping expressions
/// @param aggregated whether the statement returns one row per group instead of one row per record
record Grouping(List<ResolvedExpression> items, boolean aggregated) {
    private static final String FIELD = "groupBy";

    /// Reads `groupBy`: columns, expressions over columns, or aliases from `columns`.
    static Grouping of(List<String> texts, ColumnList columns, TableNames names) {
        List<ResolvedExpression> items = texts.stream()
                .map(t -> item(new RequestText(FIELD, t), columns, names))
                .toList();
        boolean aggregates =
                columns.all().stream().anyMatch(c -> Aggregates.within(c.value().expression()));
        Grouping grouping = new Grouping(items, aggregates || !items.isEmpty());
        columns.all()
                .forEach(c -> grouping.check(
                        new RequestText(ColumnList.FIELD, c.spelled()),
                        c.value().expression(),
                        Set.of()));
        return grouping;
    }

    /// Refuses an expression that does not have exactly one value per group.
    ///
    /// @param results names of result columns in the expression; these have one value per group
    void check(RequestText source, Expression expression, Set<String> results) {
        if (aggregated) {
            ungrouped(expression, results).ifPresent(column -> {
                throw source.refused(
                        "the column `" + column + "` is neither grouped by nor in an aggregate",
                        "Add it to `groupBy`, or put it into an aggregate.");
            });
        }
    }

    private Optional<String> ungrouped(Node node, Set<String> bound) {
        if (Aggregates.isAggregate(node)
                || items.stream().anyMatch(i -> i.expression().equals(node))) {
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
        for (Node child : AllowedSyntax.children(node)) {
            Optional<String> found = ungrouped(child, inner);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static ResolvedExpression item(RequestText source, ColumnList columns, TableNames names) {
        String text = source.text().strip();
        ResolvedExpression item = names.find(text)
                .map(Column::name)
                .map(ResolvedExpression::column)
                .or(() -> columns.find(text).map(SelectedColumn::value))
                .orElseGet(() -> ResolvedExpression.of(source, SqlTextParser.expression(source), names));
        if (item.expression() instanceof LongLiteral) {
            throw source.refused("a position", "Name the column.");
        }
        AllowedSyntax.checkRowwise(source, item.expression());
        return item;
    }
}
