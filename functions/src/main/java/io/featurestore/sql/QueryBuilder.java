package io.featurestore.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.featurestore.export.ExportRequest;
import io.featurestore.failure.ExportFailure.Internal;
import io.featurestore.failure.ExportFailure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.history.History;
import io.featurestore.sql.syntax.Refusal;
import io.featurestore.sql.syntax.Resolved;
import io.featurestore.sql.syntax.Resolver;
import io.featurestore.sql.syntax.SqlText;
import io.featurestore.sql.syntax.Syntax;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table.Column;
import io.featurestore.store.Table;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Literal;

/**
 * Builds the one SQL statement of an export, in Athena's dialect.
 *
 * <p>What callers write as SQL ({@code columns}, {@code where}, {@code groupBy}, {@code orderBy}) is parsed, checked
 * on the syntax tree and printed from it, never copied: the statement reads the export's table and nothing else.
 * {@code where} filters records, that is, what is left after {@link History} chose them; {@code asOf} and
 * {@code eventTimeRange} limit the rows it chooses from. Only the columns that are needed are read.
 */
public final class QueryBuilder {
    private static final String WHERE = "where";

    private final ExportRequest request;
    private final Table table;
    private final TableNames names;

    private QueryBuilder(ExportRequest request, Table table) {
        this.request = request;
        this.table = table;
        this.names = new TableNames(table);
    }

    /**
     * Returns the statement and its columns. The same request and table always give the same text.
     *
     * @throws InvalidQuery if a text of the caller is not one that an export can run, or the statement is longer
     *         than Athena takes
     * @throws io.featurestore.failure.ExportFailure.InvalidRequest if the column mapping does not fit the
     *         columns
     * @throws io.featurestore.failure.ExportFailure.IncompatibleSchema if two columns land on one output
     *         name, or online-compatible output is asked for and the columns are none a bulk put takes
     */
    public static Query build(ExportRequest request, Table table) {
        return new QueryBuilder(request, table).build();
    }

    /**
     * Returns what the statement of {@link #build} reads.
     *
     * @throws InvalidQuery as {@link #build}
     */
    public static Reading reading(ExportRequest request, Table table) {
        return new QueryBuilder(request, table).reading();
    }

    private Reading reading() {
        Parts parts = parts();
        Set<String> scanned = new History(request, table, names).reads(parts.read());
        List<Reading.Source> sources = new ArrayList<>();
        List<OutputColumn> outputs = new OutputNames(request, table, parts.columns()).columns();
        List<SelectedColumn> selected = parts.columns().all();
        for (int i = 0; i < outputs.size(); i++) {
            sources.add(new Reading.Source(outputs.get(i).name(), outputs.get(i).outputName(), selected.get(i).source(),
                    selected.get(i)
                            .type()));
        }
        boolean grouped = !parts.grouping().items().isEmpty();
        return new Reading(table.columns().stream().map(Column::name).filter(scanned::contains)
                .toList(),
                parts.where().map(w -> new FilterReader(names).read(w.expression())).orElse(
                        Reading.EVERYTHING),
                grouped, parts.grouping().aggregated() && !grouped, sources);
    }

    /** The clauses, read. */
    private record Parts(ColumnList columns, Optional<Resolved> where, Grouping grouping, List<SortOrder.Item> order,
            List<String> read) {}

    private Parts parts() {
        ColumnList columns = ColumnList.of(request, table, names);
        Optional<Resolved> where = request.where().map(text -> where(new Refusal(WHERE, text), columns));
        Grouping grouping = Grouping.of(request.groupBy(), columns, names);
        List<SortOrder.Item> order = new SortOrder(columns, names, grouping).items(request.orderBy());
        List<Resolved> read = Stream.of(columns.all().stream().map(SelectedColumn::value), where.stream(), grouping
                .items().stream(), order.stream().map(SortOrder.Item::key)).flatMap(s -> s).toList();
        return new Parts(columns, where, grouping, order, inTableOrder(Resolved.columns(read)));
    }

    private Query build() {
        Parts parts = parts();
        List<OutputColumn> outputs = new OutputNames(request, table, parts.columns()).columns();
        History.Source source = new History(request, table, names).source(parts.read());
        return new Query(checked(print(parts, source)), outputs);
    }

    private Resolved where(Refusal place, ColumnList columns) {
        var expression = SqlText.expression(place);
        Syntax.check(place, expression);
        Syntax.checkRowwise(place, expression);
        if (isNoCondition(expression)) {
            throw place.because("a value where a condition should be", "Compare it with a column.");
        }
        return Resolver.resolve(place, expression, names, name -> {
            if (names.find(name).isEmpty() && columns.find(name).isPresent()) {
                throw place.because("the alias `" + name + "`", "Write its expression; aliases do not exist yet here.");
            }
            return Optional.empty();
        });
    }

    /** Returns whether the expression is certainly not boolean; what is left is for the engine to judge. */
    private boolean isNoCondition(Expression expression) {
        return switch (expression) {
            case BooleanLiteral _ -> false;
            case Literal _,ArithmeticBinaryExpression _,ArithmeticUnaryExpression _ -> true;
            default -> names.typeOf(expression)
                    .filter(t -> t != ColumnType.Simple.BOOLEAN && t != ColumnType.Simple.UNKNOWN)
                    .isPresent();
        };
    }

    private List<String> inTableOrder(List<String> columns) {
        return Stream.concat(table.columns().stream(), table.partitionKeys().stream()).map(Column::name).distinct()
                .filter((Predicate<String>) columns::contains).toList();
    }

    private String print(Parts parts, History.Source source) {
        List<String> conditions = new ArrayList<>(source.conditions());
        parts.where().ifPresent(w -> conditions.add(w.sql()));
        StringBuilder sql = new StringBuilder("SELECT\n  ")
                .append(String.join(",\n  ", parts.columns().all().stream().map(
                        SelectedColumn::sql).toList()))
                .append("\nFROM ").append(source.from());
        append(sql, "\nWHERE ", "\n  AND ", conditions);
        append(sql, "\nGROUP BY ", ", ", parts.grouping().items().stream().map(Resolved::sql).toList());
        append(sql, "\nORDER BY ", ", ", parts.order().stream().map(SortOrder.Item::sql).toList());
        request.limit().ifPresent(n -> sql.append("\nLIMIT ").append(n));
        return sql.toString();
    }

    private static void append(StringBuilder sql, String clause, String separator, List<String> parts) {
        if (!parts.isEmpty()) {
            sql.append(clause).append(String.join(separator, parts));
        }
    }

    private static String checked(String sql) {
        int bytes = SqlText.bytes(sql);
        if (bytes > SqlText.MOST_BYTES) {
            throw new InvalidQuery("The query has %d bytes, and Athena takes at most %d. Shorten `where` or `columns`."
                    .formatted(bytes, SqlText.MOST_BYTES));
        }
        if (!SqlText.isStatement(sql)) {
            throw new Internal("The built query is not one statement: " + sql);
        }
        return sql;
    }
}
