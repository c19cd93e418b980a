package io.featurestore.sql.history;

import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes the SQL that decides which rows of the offline store are records. The store only appends: an update is
/// a newer row, a deletion is a row with `is_deleted` (a tombstone), and one put may be stored twice. Rows of one
/// identifier are ordered by event time, `api_invocation_time` and `write_time`. An event time that is no time
/// comes before all others (see [TimeColumn]). Rows without an identifier count as rows of one identifier.
///
/// - `latest`: the greatest row of each identifier; without `includeDeleted` no row if that one is a tombstone.
///   After the three times, a tombstone is greater than a record, and then the values decide: of the columns that
///   the statement reads, in the order of the features. So rows that still tie do not differ in anything that is
///   read, and the same rows always give the same choice.
/// - `all` with `includeDeleted`: every row.
/// - `all` without: the rows that are not a tombstone and are greater in the three times than the newest tombstone.
///
/// `asOf` and `eventTimeRange` apply before the rows are ordered. A row that was written later, or whose event
/// time is outside the range, counts neither as a newer record nor as a deletion.
///
/// The statement for `all` streams: the newest tombstones are aggregated from the deleted rows alone, whose row
/// groups the engine finds by statistics, and joined to the history. A window function over all rows would sort
/// the whole history.
public final class HistorySql {
    private static final String DESCENDING = " DESC NULLS LAST";

    private final History history;
    private final Table table;
    private final TableNames names;

    /// Creates the SQL for the rows that `history` chooses from `table`.
    public HistorySql(History history, Table table, TableNames names) {
        this.history = history;
        this.table = table;
        this.names = names;
    }

    /// Returns the source of the records.
    ///
    /// @param needed the columns that the statement reads. Besides these, only the columns for the ordering are
    ///     scanned
    public Source source(List<String> needed) {
        if (history.latest()) {
            return latest(needed);
        }
        return history.includeDeleted() ? new Source(from(), rowPredicates()) : undeleted();
    }

    /// Returns a source of the same records as [#source], whose text names each column at most once. The table's
    /// columns get short names by their position, so the catalog must list them as the engine does.
    public Source shortSource(List<String> needed) {
        return history.latest() ? shortLatest(needed) : source(needed);
    }

    /// Returns whether tombstones hide other rows.
    public boolean hidesRows() {
        return !history.latest() && !history.includeDeleted();
    }

    /// Returns all columns that are read if the statement itself reads the given ones.
    public Set<String> reads(List<String> needed) {
        Set<String> columns = new LinkedHashSet<>(needed);
        if (history.latest() || hidesRows()) {
            columns.addAll(ordering());
        }
        if (history.limitsEventTime()) {
            columns.add(column(table.eventTime()));
        }
        if (history.asOf().isPresent()) {
            columns.add(column(TableNames.WRITE_TIME));
        }
        return columns;
    }

    /// Returns the columns by which rows are ordered, with the identifier.
    public List<String> ordering() {
        return Stream.of(
                        table.recordIdentifier(),
                        table.eventTime(),
                        TableNames.API_INVOCATION_TIME,
                        TableNames.WRITE_TIME,
                        TableNames.IS_DELETED)
                .map(this::column)
                .distinct()
                .toList();
    }

    private Source undeleted() {
        Tombstones tombstones = tombstones();
        List<String> conditions = rowPredicates();
        conditions.add(alive());
        conditions.add(tombstones.hidesNot());
        return new Source(from() + "\n" + tombstones.join(), conditions);
    }

    /// Returns the newest tombstones, joined to the rows of the table.
    Tombstones tombstones() {
        List<String> predicates = rowPredicates();
        predicates.addFirst(system(TableNames.IS_DELETED));
        return new Tombstones(names, required(table.recordIdentifier()), order(), from(), predicates);
    }

    /// Returns the columns of the order as columns of times, the most significant first.
    private List<TimeColumn> order() {
        return Stream.of(table.eventTime(), TableNames.API_INVOCATION_TIME, TableNames.WRITE_TIME)
                .map(name -> new TimeColumn(required(name)))
                .toList();
    }

    private Source latest(List<String> needed) {
        String rank = names.unused("newest_rank");
        String sql = "(\n  SELECT\n    *,\n    " + rank(needed, Column::name) + " AS " + Identifiers.quoted(rank)
                + "\n  FROM " + from() + where("\n  ") + "\n) AS " + Identifiers.quoted("history");
        return new Source(sql, latestConditions(rank));
    }

    /// Returns [#latest] with short names for the columns. The first part of the union has no row: it only gives
    /// the columns their own names again.
    private Source shortLatest(List<String> needed) {
        String rank = names.unused("newest_rank");
        List<Column> columns = Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .toList();
        String aliases = String.join(
                ",",
                IntStream.range(0, columns.size()).mapToObj(HistorySql::alias).toList());
        String sql = "(\n  SELECT *, CAST(NULL AS bigint) AS " + Identifiers.quoted(rank) + "\n  FROM " + from()
                + "\n  WHERE FALSE\n  UNION ALL\n  SELECT\n    *,\n    "
                + rank(needed, column -> alias(columns.indexOf(column)))
                + "\n  FROM (SELECT * FROM " + from() + where(" ") + ") AS " + Identifiers.quoted("rows") + " ("
                + aliases
                + ")\n) AS " + Identifiers.quoted("history");
        return new Source(sql, latestConditions(rank));
    }

    private static String alias(int position) {
        return "c" + position;
    }

    private List<String> latestConditions(String rank) {
        List<String> conditions = new ArrayList<>(List.of(Identifiers.quoted(rank) + " = 1"));
        if (!history.includeDeleted()) {
            conditions.add(alive());
        }
        return conditions;
    }

    /// Returns the rank of a row among the rows of its identifier, from the newest on.
    ///
    /// @param names gives the name of a column
    private String rank(List<String> needed, Function<Column, String> names) {
        List<String> keys = new ArrayList<>();
        order().forEach(time -> keys.add(new TimeColumn(renamed(time.column(), names)).sql() + DESCENDING));
        keys.add(Identifiers.quoted(names.apply(required(TableNames.IS_DELETED))) + DESCENDING);
        tieBreakers(needed).stream()
                .map(column -> TotalOrder.key(renamed(column, names)))
                .flatMap(Optional::stream)
                // NULLs are last anyway (trino.io/docs/current/sql/select.html, ORDER BY).
                .forEach(key -> keys.add(key + " DESC"));
        return "row_number() OVER (\n      PARTITION BY "
                + Identifiers.quoted(names.apply(required(table.recordIdentifier())))
                + "\n      ORDER BY " + String.join(",\n        ", keys) + "\n    )";
    }

    private static Column renamed(Column column, Function<Column, String> names) {
        return new Column(names.apply(column), column.type());
    }

    /// Returns the columns that decide between rows whose times are equal: the features that the statement reads, in
    /// their order, and then the other columns that it reads, in the table's order.
    private List<Column> tieBreakers(List<String> needed) {
        List<String> decided = ordering().stream()
                .filter(c -> !c.equals(column(table.eventTime())))
                .toList();
        Set<Column> columns = new LinkedHashSet<>();
        table.features().forEach(f -> table.column(f.name()).ifPresent(columns::add));
        columns.addAll(table.columns());
        columns.addAll(table.partitionKeys());
        return columns.stream()
                .filter(c -> needed.contains(c.name()) && !decided.contains(c.name()))
                .toList();
    }

    /// Returns the predicate that a row is not a tombstone.
    String alive() {
        return "NOT COALESCE(" + system(TableNames.IS_DELETED) + ", FALSE)";
    }

    private String where(String indent) {
        List<String> predicates = rowPredicates();
        return predicates.isEmpty() ? "" : indent + "WHERE " + String.join(indent + "  AND ", predicates);
    }

    /// Returns the predicates that select the rows of the history.
    private List<String> rowPredicates() {
        return predicates(time -> time.within(history.eventTimeFrom(), history.eventTimeTo()));
    }

    /// Returns the predicates that hold for all rows of the history and by which the engine skips data.
    List<String> scanPredicates() {
        return predicates(time -> time.bounds(history.eventTimeFrom(), history.eventTimeTo()));
    }

    private List<String> predicates(Function<TimeColumn, List<String>> range) {
        List<String> predicates = new ArrayList<>();
        if (history.limitsEventTime()) {
            predicates.addAll(PartitionRange.predicates(table, history.eventTimeFrom(), history.eventTimeTo()));
            predicates.addAll(range.apply(new TimeColumn(names.required(table.eventTime(), "`eventTimeRange`"))));
        }
        predicates.addAll(written());
        return predicates;
    }

    private List<String> written() {
        return history.asOf()
                .map(t -> new TimeColumn(names.required(TableNames.WRITE_TIME, "`asOf`"))
                        .within(Optional.empty(), Optional.of(t)))
                .orElse(List.of());
    }

    String from() {
        return (table.isInOwnCatalog() ? "" : Identifiers.quoted(table.catalog()) + ".")
                + Identifiers.quoted(table.database())
                + "."
                + Identifiers.quoted(table.name());
    }

    private String system(String column) {
        return Identifiers.quoted(column(column));
    }

    private String column(String name) {
        return required(name).name();
    }

    private Column required(String name) {
        return names.required(name, "the order of records");
    }

    /// Holds the SQL of a source of records.
    ///
    /// @param from the FROM clause's operand
    /// @param conditions the predicates that hold for the rows that are records
    public record Source(String from, List<String> conditions) {}
}
