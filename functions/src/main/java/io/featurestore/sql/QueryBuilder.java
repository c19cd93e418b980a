package io.featurestore.sql;

import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.history.CountSql;
import io.featurestore.sql.history.HistorySql;
import io.featurestore.sql.syntax.AllowedSyntax;
import io.featurestore.sql.syntax.NameResolver;
import io.featurestore.sql.syntax.RequestText;
import io.featurestore.sql.syntax.ResolvedExpression;
import io.featurestore.sql.syntax.SqlTextParser;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the SQL statement of an export in Athena's dialect.
///
/// SQL texts of the caller (`columns`, `where`, `groupBy`, `orderBy`) are parsed, checked as a syntax tree
/// and printed from that tree. They are never copied, so the statement reads the export's table and nothing
/// else. `asOf` and `eventTimeRange` limit the rows of the history. [HistorySql] then chooses the rows that
/// are records, and `where` filters these records. Only the columns that are needed are read.
public final class QueryBuilder {
    private static final String WHERE = "where";
    /// The room for UNLOAD, its location of at most 1,024 bytes and its options.
    private static final int UNLOAD_BYTES = 2_048;
    private static final int MOST_UNLOADED_BYTES = SqlTextParser.MOST_BYTES - UNLOAD_BYTES;

    private final QuerySpec spec;
    private final Table table;
    private final TableNames names;

    private QueryBuilder(QuerySpec spec, Table table) {
        this.spec = spec;
        this.table = table;
        this.names = new TableNames(table);
    }

    /// Returns the statement and its columns. The same specification and table always give the same text.
    ///
    /// @throws InvalidQuery if an export cannot run a text of the caller, or the statement is longer than
    ///     Athena accepts
    /// @throws io.featurestore.failure.InvalidRequest if the column mapping does not fit the columns
    /// @throws io.featurestore.failure.IncompatibleSchema if two columns get the same output name, or a bulk
    ///     put does not accept the columns of an online-compatible output
    public static Query build(QuerySpec spec, Table table) {
        return new QueryBuilder(spec, table).build();
    }

    /// Describes which data the statement of [#build] reads.
    ///
    /// @throws InvalidQuery as [#build]
    public static Reading reading(QuerySpec spec, Table table) {
        return new QueryBuilder(spec, table).reading();
    }

    /// Returns the statement with which UNLOAD writes the records of [#build], or the reason why it cannot.
    ///
    /// @param typed whether the files should have the column types of a Parquet output. If they cannot, the
    ///     answer is the statement for files that are converted
    /// @throws InvalidQuery as [#build]
    public static Unload.Answer unload(QuerySpec spec, Table table, boolean typed) {
        return new QueryBuilder(spec, table).unload(typed);
    }

    private Unload.Answer unload(boolean typed) {
        Clauses clauses = clauses();
        Optional<String> obstacle = obstacle(clauses);
        if (obstacle.isPresent()) {
            return new Unload.Answer.Impossible(obstacle.get());
        }
        List<SelectedColumn> selected = clauses.columns().all();
        boolean carried = typed && selected.stream().allMatch(c -> new UnloadColumn(c, true).isCarried());
        List<UnloadColumn> columns =
                selected.stream().map(c -> new UnloadColumn(c, carried)).toList();
        List<String> items = columns.stream().map(UnloadColumn::sql).toList();
        HistorySql history = new HistorySql(spec.history(), table, names);
        String sql = print(items, clauses, history.source(clauses.read()));
        if (SqlTextParser.bytes(sql) > MOST_UNLOADED_BYTES) {
            sql = print(items, clauses, history.shortSource(clauses.read()));
        }
        return SqlTextParser.bytes(sql) > MOST_UNLOADED_BYTES
                ? new Unload.Answer.Impossible("The statement is too long for an UNLOAD around it.")
                : new Unload.Answer.Possible(new Unload(
                        checked(sql), columns.stream().map(UnloadColumn::type).toList(), carried));
    }

    private Optional<String> obstacle(Clauses clauses) {
        if (!clauses.order().isEmpty()) {
            return Optional.of("orderBy asks for an order, which only one writer can keep.");
        }
        List<SelectedColumn> selected = clauses.columns().all();
        return selected.stream()
                .filter(column -> column.type() == ColumnType.Simple.UNKNOWN)
                .findFirst()
                .map(
                        column -> "The type of `" + column.spelled()
                                + "` is not known before the query has a result, and Parquet files need one. Give it a type with CAST(… AS …).")
                .or(() -> selected.stream()
                        .filter(column -> table.iceberg() && column.type() instanceof ColumnType.Timestamp)
                        .findFirst()
                        .map(column -> "The catalog does not tell which kind of timestamp the Iceberg column `"
                                + column.spelled() + "` has."));
    }

    private Reading reading() {
        Clauses clauses = clauses();
        HistorySql history = new HistorySql(spec.history(), table, names);
        Set<String> scanned = history.reads(clauses.read());
        List<Reading.Source> sources = new ArrayList<>();
        List<OutputColumn> outputs = new OutputColumns(spec, table, clauses.columns()).columns();
        List<SelectedColumn> selected = clauses.columns().all();
        for (int i = 0; i < outputs.size(); i++) {
            sources.add(new Reading.Source(
                    outputs.get(i).name(),
                    outputs.get(i).outputName(),
                    selected.get(i).source(),
                    selected.get(i).type()));
        }
        boolean grouped = !clauses.grouping().items().isEmpty();
        return new Reading(
                table.columns().stream()
                        .map(Column::name)
                        .filter(scanned::contains)
                        .toList(),
                clauses.where()
                        .map(w -> new FilterReader(names).read(w.expression()))
                        .orElse(Reading.EVERYTHING),
                grouped,
                clauses.grouping().aggregated() && !grouped,
                sources,
                history.hidesRows() ? history.ordering() : List.of(),
                CountSql.of(spec.history(), table, names)
                        .map(count -> new Reading.Counting(
                                List.copyOf(count.reads()), count.joinsTombstones() ? history.ordering() : List.of())));
    }

    /// Holds the clauses of the statement after parsing.
    private record Clauses(
            ColumnList columns,
            Optional<ResolvedExpression> where,
            Grouping grouping,
            List<SortOrder.Item> order,
            List<String> read) {}

    private Clauses clauses() {
        ColumnList columns = ColumnList.of(spec.selection(), table, names);
        Optional<ResolvedExpression> where =
                spec.selection().where().map(text -> where(new RequestText(WHERE, text), columns));
        Grouping grouping = Grouping.of(spec.selection().groupBy(), columns, names);
        List<SortOrder.Item> order =
                new SortOrder(columns, names, grouping).items(spec.selection().orderBy());
        List<ResolvedExpression> read = Stream.of(
                        columns.all().stream().map(SelectedColumn::value),
                        where.stream(),
                        grouping.items().stream(),
                        order.stream().map(SortOrder.Item::key))
                .flatMap(s -> s)
                .toList();
        return new Clauses(columns, where, grouping, order, inTableOrder(ResolvedExpression.columns(read)));
    }

    private Query build() {
        Clauses clauses = clauses();
        List<OutputColumn> outputs = new OutputColumns(spec, table, clauses.columns()).columns();
        HistorySql history = new HistorySql(spec.history(), table, names);
        List<String> items =
                clauses.columns().all().stream().map(SelectedColumn::sql).toList();
        String sql = print(items, clauses, history.source(clauses.read()));
        if (SqlTextParser.bytes(sql) > SqlTextParser.MOST_BYTES) {
            sql = print(items, clauses, history.shortSource(clauses.read()));
        }
        return new Query(
                checked(sql),
                outputs,
                CountSql.of(spec.history(), table, names).map(CountSql::text).map(QueryBuilder::checked));
    }

    private ResolvedExpression where(RequestText source, ColumnList columns) {
        var expression = SqlTextParser.expression(source);
        AllowedSyntax.check(source, expression);
        AllowedSyntax.checkRowwise(source, expression);
        if (cannotBeBoolean(expression)) {
            throw source.refused("a value where a condition should be", "Compare it with a column.");
        }
        return NameResolver.resolve(source, expression, names, name -> {
            if (names.find(name).isEmpty() && columns.find(name).isPresent()) {
                throw source.refused(
                        "the alias `" + name + "`", "Write its expression; aliases do not exist yet here.");
            }
            return Optional.empty();
        });
    }

    /// Returns whether the expression is certainly not boolean. The engine checks all other expressions.
    private boolean cannotBeBoolean(Expression expression) {
        return switch (expression) {
            case BooleanLiteral _ -> false;
            case Literal _, ArithmeticBinaryExpression _, ArithmeticUnaryExpression _ -> true;
            default ->
                names.typeOf(expression)
                        .filter(t -> t != ColumnType.Simple.BOOLEAN && t != ColumnType.Simple.UNKNOWN)
                        .isPresent();
        };
    }

    private List<String> inTableOrder(List<String> columns) {
        return Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .map(Column::name)
                .distinct()
                .filter((Predicate<String>) columns::contains)
                .toList();
    }

    private String print(List<String> items, Clauses clauses, HistorySql.Source source) {
        List<String> conditions = new ArrayList<>(source.conditions());
        clauses.where().ifPresent(w -> conditions.add(w.sql()));
        StringBuilder sql = new StringBuilder("SELECT\n  ")
                .append(String.join(",\n  ", items))
                .append("\nFROM ")
                .append(source.from());
        append(sql, "\nWHERE ", "\n  AND ", conditions);
        append(
                sql,
                "\nGROUP BY ",
                ", ",
                clauses.grouping().items().stream().map(ResolvedExpression::sql).toList());
        append(sql, "\nORDER BY ", ", ", order(clauses));
        spec.selection().limit().ifPresent(n -> sql.append("\nLIMIT ").append(n));
        return sql.toString();
    }

    /// Returns the sort items of the request and, after them, the positions of the other selected columns. So
    /// records that are equal in `orderBy` have one order, too, and the same rows give the same records for a
    /// `limit`. An expression whose type is not known is left out, because maps and rows with NULLs have no
    /// order.
    private static List<String> order(Clauses clauses) {
        List<String> items = new ArrayList<>(
                clauses.order().stream().map(SortOrder.Item::sql).toList());
        if (items.isEmpty()) {
            return items;
        }
        Set<String> sorted = clauses.order().stream()
                .filter(item -> item.key().expression() instanceof Identifier)
                .map(item -> ((Identifier) item.key().expression()).getValue())
                .collect(Collectors.toSet());
        List<SelectedColumn> selected = clauses.columns().all();
        for (int i = 0; i < selected.size(); i++) {
            SelectedColumn column = selected.get(i);
            boolean ordered = column.asJson() || column.type() != ColumnType.Simple.UNKNOWN;
            if (ordered && !sorted.contains(column.name())) {
                items.add(String.valueOf(i + 1));
            }
        }
        return items;
    }

    private static void append(StringBuilder sql, String clause, String separator, List<String> items) {
        if (!items.isEmpty()) {
            sql.append(clause).append(String.join(separator, items));
        }
    }

    private static String checked(String sql) {
        int bytes = SqlTextParser.bytes(sql);
        if (bytes > SqlTextParser.MOST_BYTES) {
            throw new InvalidQuery(
                    "The query has %d bytes, and Athena accepts at most %d. Shorten `where` or `columns`."
                            .formatted(bytes, SqlTextParser.MOST_BYTES));
        }
        if (!SqlTextParser.isStatement(sql)) {
            throw new Internal("The built query is not one statement: " + sql);
        }
        return sql;
    }
}
