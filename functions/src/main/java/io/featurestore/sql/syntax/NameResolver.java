package io.featurestore.sql.syntax;

import io.featurestore.records.ColumnType;
import io.featurestore.records.text.Spelling;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.ExpressionRewriter;
import io.trino.sql.tree.ExpressionTreeRewriter;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IntervalDataType;
import io.trino.sql.tree.LambdaArgumentDeclaration;
import io.trino.sql.tree.LambdaExpression;
import io.trino.sql.tree.RowDataType;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Replaces every name in an expression by the catalog's name, quoted. The rewriter's context is the set of
/// lambda arguments in scope.
public final class NameResolver extends ExpressionRewriter<Set<String>> {
    private static final int SHOWN = 120;

    private final RequestText source;
    private final TableNames names;
    private final Function<String, Optional<Identifier>> aliases;
    private final Set<String> columns = new LinkedHashSet<>();

    private NameResolver(RequestText source, TableNames names, Function<String, Optional<Identifier>> aliases) {
        this.source = source;
        this.names = names;
        this.aliases = aliases;
    }

    /// Returns the expression with its names resolved.
    ///
    /// @param aliases finds aliases, which hide columns of the same name; it may throw a failure
    public static ResolvedExpression resolve(
            RequestText source,
            Expression expression,
            TableNames names,
            Function<String, Optional<Identifier>> aliases) {
        NameResolver resolver = new NameResolver(source, names, aliases);
        Expression resolved = ExpressionTreeRewriter.rewriteWith(resolver, expression, Set.of());
        return new ResolvedExpression(resolved, resolver.columns);
    }

    @Override
    public Expression rewriteIdentifier(
            Identifier node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        String name = node.getValue();
        if (arguments.contains(Identifiers.folded(name))) {
            return Identifiers.identifier(Identifiers.folded(name));
        }
        Optional<Identifier> alias = aliases.apply(name);
        if (alias.isPresent()) {
            return alias.get();
        }
        Column column = names.find(name)
                .orElseThrow(() -> source.refused(
                        "the unknown column `" + Spelling.shorten(name, SHOWN) + "`",
                        (node.isDelimited()
                                        ? "Double quotes name a column; a text stands in single quotes ('"
                                                + Spelling.shorten(name, SHOWN).replace("'", "''") + "'). "
                                        : "")
                                + names.remedy(name)));
        columns.add(column.name());
        return Identifiers.identifier(column.name());
    }

    @Override
    public Expression rewriteDereferenceExpression(
            DereferenceExpression node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        Identifier field = node.getField().orElseThrow();
        if (node.getBase() instanceof Identifier base
                && !arguments.contains(Identifiers.folded(base.getValue()))
                && names.find(base.getValue()).isEmpty()) {
            throw source.refused(
                    "the qualified name `" + node + "`",
                    "`" + base.getValue() + "` is not a column; write column names alone.");
        }
        Expression base = rewriter.rewrite(node.getBase(), arguments);
        names.typeOf(base).ifPresent(type -> checkField(node, field, type));
        return new DereferenceExpression(base, Identifiers.identifier(field.getValue()));
    }

    @Override
    public Expression rewriteLambdaExpression(
            LambdaExpression node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        Set<String> inner = new HashSet<>(arguments);
        List<LambdaArgumentDeclaration> declared = node.getArguments().stream()
                .map(a -> {
                    String name = Identifiers.folded(a.getName().getValue());
                    inner.add(name);
                    return new LambdaArgumentDeclaration(a.getLocation().orElseThrow(), Identifiers.identifier(name));
                })
                .toList();
        return new LambdaExpression(
                node.getLocation().orElseThrow(), declared, rewriter.rewrite(node.getBody(), inner));
    }

    @Override
    public Expression rewriteGenericDataType(
            GenericDataType node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        return node;
    }

    @Override
    public Expression rewriteRowDataType(
            RowDataType node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        return node;
    }

    @Override
    public Expression rewriteDateTimeDataType(
            DateTimeDataType node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        return node;
    }

    @Override
    public Expression rewriteIntervalDayTimeDataType(
            IntervalDataType node, Set<String> arguments, ExpressionTreeRewriter<Set<String>> rewriter) {
        return node;
    }

    private void checkField(DereferenceExpression node, Identifier field, ColumnType type) {
        if (!(type instanceof ColumnType.Row row)) {
            throw source.refused(
                    "a field of `" + node.getBase() + "`, which is not a struct but " + type,
                    "Write column names alone.");
        }
        if (TableNames.field(row, field.getValue()).isEmpty()) {
            throw source.refused(
                    "the unknown field `" + field.getValue() + "` of `" + node.getBase() + "`",
                    "Its fields are "
                            + row.fields().stream().map(ColumnType.Field::name).collect(Collectors.joining(", "))
                            + ".");
        }
    }
}
