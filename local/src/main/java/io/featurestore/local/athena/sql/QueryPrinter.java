package io.featurestore.local.athena.sql;

import io.featurestore.local.athena.types.Analysis;
import io.featurestore.local.athena.types.Type;
import io.featurestore.local.glue.Catalog;
import io.trino.sql.tree.AliasedRelation;
import io.trino.sql.tree.AllColumns;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Except;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FetchFirst;
import io.trino.sql.tree.GroupBy;
import io.trino.sql.tree.GroupingElement;
import io.trino.sql.tree.GroupingSets;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Intersect;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.JoinOn;
import io.trino.sql.tree.JoinUsing;
import io.trino.sql.tree.Lateral;
import io.trino.sql.tree.Limit;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Offset;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Relation;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SelectItem;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.SimpleGroupBy;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableSubquery;
import io.trino.sql.tree.Union;
import io.trino.sql.tree.Unnest;
import io.trino.sql.tree.Values;
import io.trino.sql.tree.WindowDefinition;
import io.trino.sql.tree.With;
import io.trino.sql.tree.WithQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Prints Trino's queries for DuckDB and collects the catalog tables that they read.
public final class QueryPrinter {
    /// The name of the only catalog, as in `awsdatacatalog.db.table`. Case does not matter.
    public static final String CATALOG = "awsdatacatalog";

    private final TableNames names;
    private final Analysis analysis;
    private final ExpressionPrinter expressions;
    private final Deque<Set<String>> named = new ArrayDeque<>();
    private final Map<String, Catalog.Table> tables = new LinkedHashMap<>();
    private boolean hidden;

    QueryPrinter(TableNames names, Analysis analysis) {
        this.expressions = new ExpressionPrinter(this, analysis);
        this.names = names;
        this.analysis = analysis;
    }

    /// Translates a whole statement.
    Translation translate(Query query) throws QueryFailure {
        try {
            hidden = HiddenNames.in(query);
            String sql = padded(print(query));
            return new Translation(
                    sql,
                    List.copyOf(tables.values()),
                    hidden,
                    expressions.places(),
                    analysis.outputs().stream().map(Analysis.Output::type).toList());
        } catch (Unprintable e) {
            throw e.failure();
        } catch (UnsupportedOperationException e) {
            throw QueryFailure.at("NOT_SUPPORTED", query, "not served: " + e.getMessage());
        }
    }

    /// Adds the spaces to the columns that are `char`.
    private String padded(String sql) {
        List<Analysis.Output> columns = analysis.outputs();
        if (columns.stream().noneMatch(column -> column.type().is("char"))) {
            return sql;
        }
        List<String> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Analysis.Output column : columns) {
            String own = "c" + names.size();
            String value = column.type().is("char") ? CastPrinter.padded(own, column.type()) : own;
            values.add(value + " AS " + Sql.quote(column.name().orElse(Translation.UNNAMED + names.size())));
            names.add(own);
        }
        return "SELECT " + String.join(", ", values) + " FROM (" + sql + ") AS r(" + String.join(", ", names) + ")";
    }

    String print(Query query) {
        if (!query.getFunctions().isEmpty() || !query.getSessionProperties().isEmpty()) {
            throw unsupported(query, "functions and session properties of a query");
        }
        named.push(new HashSet<>());
        StringBuilder printed = new StringBuilder();
        query.getWith().ifPresent(with -> printed.append(print(with)));
        printed.append(print(query.getQueryBody()));
        printed.append(end(query.getOrderBy(), query.getOffset(), query.getLimit()));
        named.pop();
        return printed.toString();
    }

    private String print(With with) {
        List<String> printed = new ArrayList<>();
        for (WithQuery query : with.getQueries()) {
            String name = query.getName().getValue();
            if (with.isRecursive()) {
                known().add(name.toLowerCase(Locale.ROOT));
            }
            String columns = query.getColumnNames().map(QueryPrinter::names).orElse("");
            // Trino runs a named query at each place that names it.
            String way = with.isRecursive() ? " AS (" : " AS NOT MATERIALIZED (";
            printed.add(Sql.quote(name) + columns + way + print(query.getQuery()) + ")");
            known().add(name.toLowerCase(Locale.ROOT));
        }
        return (with.isRecursive() ? "WITH RECURSIVE " : "WITH ") + String.join(", ", printed) + " ";
    }

    private Set<String> known() {
        return named.element();
    }

    private String end(Optional<OrderBy> order, Optional<Offset> offset, Optional<Node> limit) {
        StringBuilder printed = new StringBuilder();
        order.ifPresent(by -> printed.append(' ').append(expressions.calls().print(by)));
        limit.ifPresent(node -> printed.append(limit(node)));
        offset.ifPresent(from -> printed.append(" OFFSET ").append(expressions.print(from.getRowCount())));
        return printed.toString();
    }

    private String limit(Node node) {
        return switch (node) {
            case Limit limit when limit.getRowCount() instanceof io.trino.sql.tree.AllRows -> "";
            case Limit limit -> " LIMIT " + expressions.print(limit.getRowCount());
            case FetchFirst first
            when !first.isWithTies() ->
                " LIMIT " + first.getRowCount().map(expressions::print).orElse("1");
            default -> throw unsupported(node, "WITH TIES");
        };
    }

    private String print(Relation relation) {
        return switch (relation) {
            case QuerySpecification select -> print(select);
            case Table table -> printUnaliased(table);
            case TableSubquery subquery -> "(" + print(subquery.getQuery()) + ")";
            case AliasedRelation alias -> print(alias);
            case Join join -> print(join);
            case SetOperation operation -> print(operation);
            case Values values ->
                values.getRows().stream().map(this::row).collect(Collectors.joining(", ", "(VALUES ", ")"));
            case Lateral lateral -> "LATERAL (" + print(lateral.getQuery()) + ")";
            case Unnest unnest -> print(unnest);
            default -> throw unsupported(relation, relation.getClass().getSimpleName());
        };
    }

    private String print(QuerySpecification select) {
        StringBuilder printed = new StringBuilder(select.getSelect().isDistinct() ? "SELECT DISTINCT " : "SELECT ");
        List<String> items = new ArrayList<>();
        boolean leavesOut =
                hidden && select.getFrom().filter(QueryPrinter::readsTable).isPresent();
        for (SelectItem item : select.getSelect().getSelectItems()) {
            items.add(print(item, items.size(), leavesOut));
        }
        printed.append(String.join(", ", items));
        select.getFrom().ifPresent(from -> printed.append(" FROM ").append(print(from)));
        select.getWhere().ifPresent(where -> printed.append(" WHERE ").append(expressions.print(where)));
        select.getGroupBy().ifPresent(group -> printed.append(" GROUP BY ").append(print(group)));
        select.getHaving().ifPresent(having -> printed.append(" HAVING ").append(expressions.print(having)));
        if (!select.getWindows().isEmpty()) {
            printed.append(
                    select.getWindows().stream().map(this::print).collect(Collectors.joining(", ", " WINDOW ", "")));
        }
        return printed.append(end(select.getOrderBy(), select.getOffset(), select.getLimit()))
                .toString();
    }

    private String print(WindowDefinition window) {
        return Sql.quote(window.getName().getValue()) + " AS "
                + expressions.calls().print(window.getWindow());
    }

    /// Returns whether a table is among the relations whose columns a `*` of the same SELECT stands for. The columns of
    /// a subquery are all its own, whatever their names are.
    private static boolean readsTable(Relation relation) {
        return switch (relation) {
            case Table _ -> true;
            case AliasedRelation alias -> readsTable(alias.getRelation());
            case Join join -> readsTable(join.getLeft()) || readsTable(join.getRight());
            default -> false;
        };
    }

    private String print(SelectItem item, int position, boolean leavesOut) {
        return switch (item) {
            case AllColumns all
            when all.getAliases().isEmpty() ->
                all.getTarget().map(target -> expressions.print(target) + ".*").orElse("*")
                        + (leavesOut ? " NOT LIKE '$%'" : "");
            case SingleColumn column ->
                expressions.print(column.getExpression()) + " AS "
                        + Sql.quote(column.getAlias()
                                .map(Identifier::getValue)
                                .or(() -> ownName(column.getExpression()))
                                .orElse(Translation.UNNAMED + position));
            default -> throw unsupported(item, "columns of a row");
        };
    }

    private static Optional<String> ownName(Expression expression) {
        return switch (expression) {
            case Identifier name -> Optional.of(name.getValue());
            case DereferenceExpression field -> field.getField().map(Identifier::getValue);
            default -> Optional.empty();
        };
    }

    private String print(GroupBy group) {
        return group.getGroupingElements().stream().map(this::print).collect(Collectors.joining(", "));
    }

    private String print(GroupingElement element) {
        return switch (element) {
            case SimpleGroupBy simple
            when simple.getExpressions().size() == 1 ->
                expressions.print(simple.getExpressions().getFirst());
            case SimpleGroupBy simple -> list(simple.getExpressions());
            case GroupingSets sets ->
                switch (sets.getType()) {
                            case EXPLICIT -> "GROUPING SETS ";
                            case ROLLUP -> "ROLLUP ";
                            case CUBE -> "CUBE ";
                        }
                        + sets.getSets().stream().map(this::list).collect(Collectors.joining(", ", "(", ")"));
            default -> throw unsupported(element, "this GROUP BY");
        };
    }

    private String list(List<Expression> values) {
        return values.stream().map(expressions::print).collect(Collectors.joining(", ", "(", ")"));
    }

    private String row(Expression row) {
        return row instanceof Row values
                ? values.getFields().stream()
                        .map(field -> expressions.print(field.getExpression()))
                        .collect(Collectors.joining(", ", "(", ")"))
                : "(" + expressions.print(row) + ")";
    }

    private String print(Table table) {
        List<String> parts = table.getName().getParts();
        String name = parts.getLast();
        if (parts.size() == 1 && named.stream().anyMatch(scope -> scope.contains(name.toLowerCase(Locale.ROOT)))) {
            return Sql.quote(name);
        }
        Catalog.Table found;
        try {
            found = names.find(table);
        } catch (QueryFailure e) {
            throw new Unprintable(e);
        }
        String printed = Sql.quote(found.database()) + "." + Sql.quote(found.name());
        tables.put(printed, found);
        return printed;
    }

    /// Prints a table in FROM that has no alias. A former state of a table is called by the name of the table.
    private String printUnaliased(Table table) {
        String name = table.getName().getParts().getLast();
        return print(table) + (table.getQueryPeriod().isPresent() ? " AS " + Sql.quote(name) : "");
    }

    private String print(AliasedRelation alias) {
        String columns = alias.getColumnNames() == null ? "" : names(alias.getColumnNames());
        String relation = alias.getRelation() instanceof Table table ? print(table) : print(alias.getRelation());
        return relation + " AS " + Sql.quote(alias.getAlias().getValue()) + columns;
    }

    /// Prints UNNEST. DuckDB's takes one array and makes one column of it; Trino's takes several arrays and maps, and
    /// makes a column of each field if the elements are rows.
    private String print(Unnest unnest) {
        List<String> values =
                unnest.getExpressions().stream().map(expressions::print).toList();
        Type first = analysis.type(unnest.getExpressions().getFirst());
        if (values.size() == 1
                && !first.is("map")
                && !(first.is("array") && first.element().is("row"))) {
            return "UNNEST(" + values.getFirst() + ")" + (unnest.isWithOrdinality() ? " WITH ORDINALITY" : "");
        }
        List<String> columns = new ArrayList<>();
        List<String> lengths = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            Type type = analysis.type(unnest.getExpressions().get(i));
            if (type.is("map")) {
                columns.add("map_keys(" + value + ")");
                columns.add("map_values(" + value + ")");
            } else if (type.is("array") && type.element().is("row")) {
                for (int field = 1; field <= type.element().arguments().size(); field++) {
                    columns.add("list_transform(" + value + ", lambda r: struct_extract_at(r, " + field + "))");
                }
            } else {
                columns.add(value);
            }
            lengths.add("len(" + columns.getLast() + ")");
        }
        if (unnest.isWithOrdinality()) {
            columns.add("range(1, CAST(greatest(0, " + String.join(", ", lengths) + ") + 1 AS BIGINT))");
        }
        return columns.stream()
                .map(column -> "unnest(" + column + ")")
                .collect(Collectors.joining(", ", "LATERAL (SELECT ", ")"));
    }

    private String print(Join join) {
        String left = print(join.getLeft());
        String right = print(join.getRight());
        String type =
                switch (join.getType()) {
                    case CROSS -> " CROSS JOIN ";
                    case IMPLICIT -> ", ";
                    case INNER -> " JOIN ";
                    case LEFT -> " LEFT JOIN ";
                    case RIGHT -> " RIGHT JOIN ";
                    case FULL -> " FULL JOIN ";
                };
        String criteria = join.getCriteria()
                .map(by -> switch (by) {
                    case JoinOn on -> " ON " + expressions.print(on.getExpression());
                    case JoinUsing using -> " USING " + names(using.getColumns());
                    default -> throw unsupported(join, "NATURAL JOIN");
                })
                .orElse("");
        return left + type + right + criteria;
    }

    private String print(SetOperation operation) {
        String word =
                switch (operation) {
                    case Union union -> "UNION";
                    case Intersect intersect -> "INTERSECT";
                    case Except except -> "EXCEPT";
                    default -> throw unsupported(operation, "this set operation");
                };
        String all = operation.isDistinct() ? " " : " ALL ";
        return operation.getRelations().stream()
                .map(part -> "(" + print(part) + ")")
                .collect(Collectors.joining(" " + word + all));
    }

    private static String names(List<Identifier> names) {
        return names.stream().map(name -> Sql.quote(name.getValue())).collect(Collectors.joining(", ", "(", ")"));
    }

    private static Unprintable unsupported(Node node, String what) {
        return new Unprintable(QueryFailure.at("NOT_SUPPORTED", node, what + " is not served"));
    }
}
