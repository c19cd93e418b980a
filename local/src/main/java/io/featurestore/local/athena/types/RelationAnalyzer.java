package io.featurestore.local.athena.types;

import io.trino.sql.tree.AliasedRelation;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.JoinOn;
import io.trino.sql.tree.JoinUsing;
import io.trino.sql.tree.Lateral;
import io.trino.sql.tree.QueryBody;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Relation;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SampledRelation;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableSubquery;
import io.trino.sql.tree.Unnest;
import io.trino.sql.tree.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the columns of what a FROM clause names.
final class RelationAnalyzer {
    private final Analysis analysis;
    private final ExpressionAnalyzer expressions;
    private final QueryAnalyzer queries;
    private final QueryAnalyzer.TableColumns tables;

    RelationAnalyzer(
            Analysis analysis,
            ExpressionAnalyzer expressions,
            QueryAnalyzer queries,
            QueryAnalyzer.TableColumns tables) {
        this.analysis = analysis;
        this.expressions = expressions;
        this.queries = queries;
        this.tables = tables;
    }

    /// Returns the columns of a relation.
    ///
    /// @param outer the columns that expressions of the relation may name
    Scope analyze(Relation relation, Scope outer) {
        return switch (relation) {
            case Table table -> table(table);
            case AliasedRelation alias -> aliased(alias, analyze(alias.getRelation(), outer));
            case TableSubquery subquery -> queries.analyze(subquery.getQuery(), outer);
            case Lateral lateral -> queries.analyze(lateral.getQuery(), outer);
            case QuerySpecification select -> queries.body(select, outer);
            case SetOperation operation -> queries.body((QueryBody) operation, outer);
            case Join join -> join(join, outer);
            case Values values -> values(values, outer);
            case Unnest unnest -> unnest(unnest, outer);
            case SampledRelation sample -> analyze(sample.getRelation(), outer);
            default -> new Scope(List.of(), true, Optional.empty());
        };
    }

    private Scope table(Table table) {
        List<String> parts = table.getName().getParts();
        if (parts.size() == 1) {
            Optional<Scope> named = queries.named(parts.getFirst());
            if (named.isPresent()) {
                return named.get();
            }
        }
        Optional<List<QueryAnalyzer.Column>> columns = tables.of(table);
        if (columns.isEmpty()) {
            return new Scope(List.of(), true, Optional.empty());
        }
        return new Scope(
                columns.get().stream()
                        .map(column ->
                                new Scope.Field(parts, Optional.of(column.name()), column.type(), column.hidden()))
                        .toList(),
                false,
                Optional.empty());
    }

    private static Scope aliased(AliasedRelation alias, Scope relation) {
        String name = alias.getAlias().getValue();
        List<Identifier> names = alias.getColumnNames() == null ? List.of() : alias.getColumnNames();
        List<Scope.Field> columns = relation.visible();
        if (!names.isEmpty() && !relation.open() && names.size() != columns.size()) {
            throw InvalidSql.at(
                    alias,
                    "MISMATCHED_COLUMN_ALIASES",
                    "Column alias list has " + names.size() + " entries but '" + name + "' has " + columns.size()
                            + " columns available");
        }
        List<Scope.Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Scope.Field column = columns.get(i);
            Optional<String> own = i < names.size() ? Optional.of(names.get(i).getValue()) : column.name();
            fields.add(Scope.Field.of(own, column.type()).in(name));
        }
        if (names.isEmpty()) {
            relation.fields().stream().filter(Scope.Field::hidden).forEach(field -> fields.add(field.in(name)));
        }
        return new Scope(fields, relation.open(), Optional.empty());
    }

    private Scope join(Join join, Scope outer) {
        Scope left = analyze(join.getLeft(), outer);
        Scope right = analyze(join.getRight(), left.inside(outer));
        Scope both = left.and(right);
        return switch (join.getCriteria().orElse(null)) {
            case JoinOn on -> {
                Type type = expressions
                        .calls()
                        .scalar(
                                "JOIN clause",
                                on.getExpression(),
                                () -> expressions.analyze(on.getExpression(), both.inside(outer)));
                if (!Coercions.coercible(type, Type.BOOLEAN)) {
                    throw InvalidSql.mismatch(
                            on.getExpression(),
                            "JOIN ON clause must evaluate to a boolean: actual type " + type.display());
                }
                yield both;
            }
            case JoinUsing using -> using(using, left, right);
            case null, default -> both;
        };
    }

    private static Scope using(JoinUsing using, Scope left, Scope right) {
        List<Scope.Field> fields = new ArrayList<>();
        for (Identifier column : using.getColumns()) {
            Type first = side(column, left, "left");
            Type second = side(column, right, "right");
            Type common = Coercions.common(first, second)
                    .filter(Type::isComparable)
                    .orElseThrow(() -> InvalidSql.mismatch(
                            column, "Cannot apply operator: " + first.display() + " = " + second.display()));
            fields.add(Scope.Field.of(Optional.of(column.getValue()), common));
        }
        for (Scope side : List.of(left, right)) {
            side.fields().stream()
                    .filter(field -> using.getColumns().stream().noneMatch(column -> field.name()
                            .filter(column.getValue()::equalsIgnoreCase)
                            .isPresent()))
                    .forEach(fields::add);
        }
        return new Scope(fields, left.open() || right.open(), Optional.empty());
    }

    private static Type side(Identifier column, Scope side, String name) {
        return side.type(List.of(column.getValue()), column)
                .orElseThrow(() -> InvalidSql.at(
                        column,
                        "COLUMN_NOT_FOUND",
                        "Column '" + column.getValue().toLowerCase(Locale.ROOT) + "' is missing from " + name
                                + " side of join"));
    }

    private Scope values(Values values, Scope outer) {
        List<Type> columns = List.of();
        for (Expression row : values.getRows()) {
            Type type = expressions.analyze(row, outer);
            List<Type> own = type.is("row") ? type.arguments() : List.of(type);
            if (type.isUntyped() && !type.is("row")) {
                own = List.of(Type.UNTYPED);
            }
            columns = columns.isEmpty() ? own : merged(values, columns, own);
        }
        for (Expression row : values.getRows()) {
            if (row instanceof Row fields) {
                for (int i = 0; i < columns.size(); i++) {
                    analysis.coerce(fields.getFields().get(i).getExpression(), columns.get(i));
                }
            } else if (columns.size() == 1) {
                analysis.coerce(row, columns.getFirst());
            }
        }
        analysis.rows(values, columns);
        return new Scope(
                columns.stream()
                        .map(type -> Scope.Field.of(Optional.empty(), type))
                        .toList(),
                false,
                Optional.empty());
    }

    private static List<Type> merged(Values values, List<Type> before, List<Type> own) {
        if (before.size() != own.size()) {
            throw InvalidSql.mismatch(
                    values, "Values rows have mismatched sizes: " + before.size() + " vs " + own.size());
        }
        return Coercions.common(Type.row(before), Type.row(own))
                .map(common -> common.isUntyped() && common.arguments().isEmpty()
                        ? before.stream().map(_ -> Type.UNTYPED).toList()
                        : common.arguments())
                .orElseThrow(() -> InvalidSql.mismatch(
                        values,
                        "Values rows have mismatched types: " + Type.row(before).display() + " vs "
                                + Type.row(own).display()));
    }

    private Scope unnest(Unnest unnest, Scope outer) {
        List<Scope.Field> fields = new ArrayList<>();
        boolean open = false;
        for (Expression value : unnest.getExpressions()) {
            Type type = expressions.analyze(value, outer);
            if (type.isUntyped() && !type.is("array")) {
                open = true;
            } else if (type.is("array")) {
                Type element = type.element();
                if (element.is("row")) {
                    for (int i = 0; i < element.arguments().size(); i++) {
                        fields.add(Scope.Field.of(
                                element.names().get(i), element.arguments().get(i)));
                    }
                } else {
                    fields.add(Scope.Field.of(Optional.empty(), element));
                }
            } else if (type.is("map")) {
                type.arguments().forEach(part -> fields.add(Scope.Field.of(Optional.empty(), part)));
            } else {
                throw InvalidSql.nowhere("INVALID_FUNCTION_ARGUMENT", "Cannot unnest type: " + type.display());
            }
        }
        if (unnest.isWithOrdinality()) {
            fields.add(Scope.Field.of(Optional.empty(), Type.BIGINT));
        }
        return new Scope(fields, open, Optional.empty());
    }
}
