package io.featurestore.local.athena.types;

import io.trino.sql.tree.AllColumns;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.GroupBy;
import io.trino.sql.tree.GroupingElement;
import io.trino.sql.tree.GroupingSets;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.QualifiedName;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QueryBody;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Relation;
import io.trino.sql.tree.SelectItem;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.SimpleGroupBy;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.WindowDefinition;
import io.trino.sql.tree.With;
import io.trino.sql.tree.WithQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the types of a whole query, as `io.trino.sql.analyzer.StatementAnalyzer` of trinodb/trino does. What it
/// cannot type, it lets pass: it refuses nothing that Trino takes.
public final class QueryAnalyzer {
    /// Tells the columns of the tables that a query names.
    @FunctionalInterface
    public interface TableColumns {
        /// Returns the columns of a table in their order, or empty if they cannot be known. Whatever an unknown
        /// table is asked for, it has.
        Optional<List<Column>> of(Table table);
    }

    /// A column of a table.
    ///
    /// @param name the name
    /// @param type the type
    /// @param hidden whether the column is missing from `SELECT *`
    public record Column(String name, Type type, boolean hidden) {}

    private final Analysis analysis = new Analysis();
    private final ExpressionAnalyzer expressions = new ExpressionAnalyzer(analysis, this);
    private final RelationAnalyzer relations;
    private Map<String, Scope> named = Map.of();

    private QueryAnalyzer(TableColumns tables) {
        this.relations = new RelationAnalyzer(analysis, expressions, this, tables);
    }

    /// Finds the types of a query.
    ///
    /// @throws InvalidSql if Trino refuses the query
    public static Analysis analyze(Query query, TableColumns tables) {
        QueryAnalyzer analyzer = new QueryAnalyzer(tables);
        Scope result = analyzer.analyze(query, Scope.EMPTY);
        if (!result.open()) {
            analyzer.analysis.outputs(result.visible().stream()
                    .map(field -> new Analysis.Output(field.name(), field.type()))
                    .toList());
        }
        return analyzer.analysis;
    }

    /// Returns the columns of a query of a WITH clause, or empty if none has this name.
    Optional<Scope> named(String name) {
        return Optional.ofNullable(named.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Returns the columns of a query.
    ///
    /// @param outer the columns of the query around it
    Scope analyze(Query query, Scope outer) {
        Map<String, Scope> before = named;
        Scope result = expressions.calls().anywhere(() -> {
            query.getWith().ifPresent(with -> define(with, outer));
            Scope columns = body(query.getQueryBody(), outer);
            query.getOrderBy().ifPresent(order -> sort(order, columns.inside(outer), columns.visible(), query));
            return columns;
        });
        named = before;
        return result;
    }

    private void define(With with, Scope outer) {
        for (WithQuery query : with.getQueries()) {
            Map<String, Scope> known = new HashMap<>(named);
            String name = query.getName().getValue().toLowerCase(Locale.ROOT);
            if (with.isRecursive()) {
                known.put(name, new Scope(List.of(), true, Optional.empty()));
                named = known;
                known = new HashMap<>(known);
            }
            Scope result = analyze(query.getQuery(), outer);
            known.put(name, renamed(query, query.getColumnNames(), result));
            named = known;
        }
    }

    private static Scope renamed(WithQuery query, Optional<List<Identifier>> names, Scope result) {
        String alias = query.getName().getValue();
        List<Scope.Field> fields = new ArrayList<>();
        List<Scope.Field> visible = result.visible();
        if (names.isPresent() && !result.open() && names.get().size() != visible.size()) {
            throw InvalidSql.at(
                    names.get().getFirst(),
                    "MISMATCHED_COLUMN_ALIASES",
                    "Column alias list has " + names.get().size() + " entries but relation has " + visible.size()
                            + " columns");
        }
        for (int i = 0; i < visible.size(); i++) {
            int at = i;
            Optional<String> name = names.filter(list -> at < list.size())
                    .map(list -> list.get(at).getValue())
                    .or(() -> visible.get(at).name());
            fields.add(Scope.Field.of(name, visible.get(i).type()).in(alias));
        }
        return new Scope(fields, result.open(), Optional.empty());
    }

    /// Returns the columns of a SELECT, VALUES, TABLE or set operation.
    Scope body(QueryBody body, Scope outer) {
        return switch (body) {
            case QuerySpecification select -> select(select, outer);
            case SetOperation operation -> operation(operation, outer);
            default -> relations.analyze((Relation) body, outer);
        };
    }

    private Scope select(QuerySpecification select, Scope outer) {
        Scope source = select.getFrom()
                .map(from -> relations.analyze(from, outer))
                .orElse(Scope.EMPTY)
                .inside(outer);
        select.getWhere()
                .ifPresent(where ->
                        expressions.calls().scalar("WHERE clause", where, () -> condition(where, "WHERE", source)));
        for (WindowDefinition window : select.getWindows()) {
            expressions.calls().window(window.getWindow(), source);
        }
        List<Scope.Field> fields = new ArrayList<>();
        boolean open = false;
        for (SelectItem item : select.getSelect().getSelectItems()) {
            switch (item) {
                case SingleColumn column ->
                    fields.add(Scope.Field.of(
                            column.getAlias().map(Identifier::getValue).or(() -> ownName(column.getExpression())),
                            expressions.analyze(column.getExpression(), source)));
                case AllColumns all ->
                    open |= star(all, source, select.getFrom().isPresent(), fields);
                default -> open = true;
            }
        }
        Scope result = new Scope(fields, open, Optional.empty());
        select.getGroupBy().ifPresent(group -> group(group, source, result));
        select.getHaving().ifPresent(having -> condition(having, "HAVING", source));
        select.getOrderBy().ifPresent(order -> {
            sort(order, result.inside(source), result.visible(), select);
            if (select.getSelect().isDistinct()) {
                distinct(order, select);
            }
        });
        return result;
    }

    private static Optional<String> ownName(Expression expression) {
        return switch (expression) {
            case Identifier name -> Optional.of(name.getValue());
            case DereferenceExpression field -> field.getField().map(Identifier::getValue);
            default -> Optional.empty();
        };
    }

    private Type condition(Expression condition, String clause, Scope scope) {
        Type type = expressions.analyze(condition, scope);
        if (!Coercions.coercible(type, Type.BOOLEAN)) {
            throw InvalidSql.mismatch(
                    condition, clause + " clause must evaluate to a boolean: actual type " + type.display());
        }
        analysis.coerce(condition, Type.BOOLEAN);
        return Type.BOOLEAN;
    }

    /// Adds the columns of `*` or `t.*`. Returns whether there may be more.
    private boolean star(AllColumns all, Scope source, boolean hasFrom, List<Scope.Field> fields) {
        if (all.getTarget().isEmpty()) {
            if (!hasFrom) {
                throw InvalidSql.at(all, "COLUMN_NOT_FOUND", "SELECT * not allowed in queries without FROM clause");
            }
            source.visible().forEach(field -> fields.add(Scope.Field.of(field.name(), field.type())));
            return source.open();
        }
        QualifiedName name = all.getTarget().get() instanceof Identifier single
                ? QualifiedName.of(single.getValue())
                : all.getTarget().get() instanceof DereferenceExpression parts
                        ? DereferenceExpression.getQualifiedName(parts)
                        : null;
        List<Scope.Field> found = name == null
                ? List.of()
                : source.visible().stream()
                        .filter(field -> !field.relation().isEmpty() && field.isIn(name.getParts()))
                        .toList();
        if (found.isEmpty()) {
            boolean isColumn = name == null || source.type(name.getParts(), all).isPresent();
            if (!isColumn
                    && source.parent()
                            .filter(outer -> !outer.fields().isEmpty())
                            .isEmpty()) {
                throw InvalidSql.at(
                        all,
                        "TABLE_NOT_FOUND",
                        "Unable to resolve reference " + all.getTarget().get());
            }
            return true;
        }
        for (int i = 0; i < found.size(); i++) {
            Optional<String> alias = all.getAliases().size() == found.size()
                    ? Optional.of(all.getAliases().get(i).getValue())
                    : found.get(i).name();
            fields.add(Scope.Field.of(alias, found.get(i).type()));
        }
        return false;
    }

    private void group(GroupBy group, Scope source, Scope result) {
        for (GroupingElement element : group.getGroupingElements()) {
            List<Expression> keys =
                    switch (element) {
                        case SimpleGroupBy simple -> simple.getExpressions();
                        case GroupingSets sets ->
                            sets.getSets().stream().flatMap(List::stream).toList();
                        default -> List.of();
                    };
            for (Expression key : keys) {
                expressions.calls().scalar("GROUP BY clause", key, () -> key(key, source, result));
            }
        }
    }

    private Type key(Expression key, Scope source, Scope result) {
        Type type = key instanceof LongLiteral position
                ? at(position, result, "GROUP BY")
                : expressions.analyze(key, source);
        if (!type.isUntyped() && !type.isComparable()) {
            throw InvalidSql.mismatch(
                    key, type.display() + " is not comparable, and therefore cannot be used in GROUP BY");
        }
        return type;
    }

    private Type at(LongLiteral position, Scope result, String clause) {
        analysis.type(position, Type.INTEGER);
        List<Scope.Field> columns = result.visible();
        long number = position.getParsedValue();
        if (result.open()) {
            return Type.UNTYPED;
        }
        if (number < 1 || number > columns.size()) {
            throw InvalidSql.at(
                    position, "INVALID_COLUMN_REFERENCE", clause + " position " + number + " is not in select list");
        }
        return columns.get((int) number - 1).type();
    }

    private void sort(OrderBy order, Scope scope, List<Scope.Field> columns, Node query) {
        for (SortItem item : order.getSortItems()) {
            Type type = item.getSortKey() instanceof LongLiteral position
                    ? at(position, new Scope(columns, scope.open(), Optional.empty()), "ORDER BY")
                    : expressions.analyze(item.getSortKey(), scope);
            if (!type.isUntyped() && !type.isOrderable()) {
                throw InvalidSql.mismatch(
                        query,
                        "Type " + type.display() + " is not orderable, and therefore cannot be used in ORDER BY: "
                                + item.getSortKey());
            }
        }
    }

    /// Requires that SELECT DISTINCT gives what ORDER BY sorts by.
    private static void distinct(OrderBy order, QuerySpecification select) {
        for (SortItem item : order.getSortItems()) {
            Expression key = item.getSortKey();
            boolean given = key instanceof LongLiteral
                    || select.getSelect().getSelectItems().stream().anyMatch(selected -> switch (selected) {
                        case SingleColumn column ->
                            column.getExpression().equals(key)
                                    || (key instanceof Identifier name
                                            && column.getAlias()
                                                    .map(Identifier::getValue)
                                                    .or(() -> ownName(column.getExpression()))
                                                    .filter(name.getValue()::equalsIgnoreCase)
                                                    .isPresent())
                                    || (key instanceof DereferenceExpression
                                            && ownName(key).equals(ownName(column.getExpression())));
                        default -> true;
                    });
            if (!given) {
                throw InvalidSql.at(
                        select,
                        "EXPRESSION_NOT_IN_DISTINCT",
                        "For SELECT DISTINCT, ORDER BY expressions must appear in select list");
            }
        }
    }

    private Scope operation(SetOperation operation, Scope outer) {
        List<Scope> parts = new ArrayList<>();
        for (Relation part : operation.getRelations()) {
            parts.add(part instanceof QueryBody body ? body(body, outer) : relations.analyze(part, outer));
        }
        String word = operation.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        if (parts.stream().anyMatch(Scope::open)) {
            return new Scope(parts.getFirst().visible(), true, Optional.empty());
        }
        List<Scope.Field> first = parts.getFirst().visible();
        List<Type> types = new ArrayList<>(first.stream().map(Scope.Field::type).toList());
        for (Scope part : parts.subList(1, parts.size())) {
            List<Scope.Field> columns = part.visible();
            if (columns.size() != types.size()) {
                throw InvalidSql.mismatch(
                        operation,
                        word + " query has different number of fields: " + types.size() + ", " + columns.size());
            }
            for (int i = 0; i < types.size(); i++) {
                Type before = types.get(i);
                Type own = columns.get(i).type();
                int column = i + 1;
                types.set(
                        i,
                        Coercions.common(before, own)
                                .orElseThrow(() -> InvalidSql.mismatch(
                                        operation,
                                        "column " + column + " in " + word + " query has incompatible types: "
                                                + before.display() + ", " + own.display())));
            }
        }
        analysis.rows(operation, types);
        List<Scope.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(Scope.Field.of(first.get(i).name(), types.get(i)));
        }
        return new Scope(fields, false, Optional.empty());
    }
}
