package io.featurestore.sql.history;

import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Writes the SQL that decides which rows of the offline store are records. The store only appends: an update is
/// a newer row, a deletion is a row with `is_deleted` (a tombstone), and one put may be stored twice. Rows of one
/// identifier are ordered newest first by event time, `api_invocation_time` and `write_time`. If all three are
/// equal, a tombstone comes first, so it hides every row that is not strictly newer.
///
/// - `latest`: the first row of each identifier; without `includeDeleted` no row if the first one is a tombstone.
/// - `all` with `includeDeleted`: every row.
/// - `all` without: the rows that are not a tombstone and do not come after one.
///
/// `asOf` and `eventTimeRange` apply before the rows are ordered. A row that was written later, or whose event
/// time is outside the range, counts neither as a newer record nor as a deletion.
public final class HistorySql {
    private static final String INDENT = "\n    ";

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
        return history.includeDeleted() ? new Source(from(), rowPredicates()) : undeleted(needed);
    }

    /// Returns all columns that are read if the statement itself reads the given ones.
    public Set<String> reads(List<String> needed) {
        Set<String> columns = new LinkedHashSet<>(needed);
        if (history.latest() || !history.includeDeleted()) {
            Stream.of(
                            table.recordIdentifier(),
                            table.eventTime(),
                            TableNames.API_INVOCATION_TIME,
                            TableNames.WRITE_TIME,
                            TableNames.IS_DELETED)
                    .map(this::column)
                    .forEach(columns::add);
        }
        if (history.limitsEventTime()) {
            columns.add(column(table.eventTime()));
        }
        if (history.asOf().isPresent()) {
            columns.add(column(TableNames.WRITE_TIME));
        }
        return columns;
    }

    private Source latest(List<String> needed) {
        String rank = names.unused("newest_rank");
        List<String> conditions = new ArrayList<>(List.of(Identifiers.quoted(rank) + " = 1"));
        List<String> columns = new ArrayList<>(needed);
        if (!history.includeDeleted()) {
            if (!columns.contains(TableNames.IS_DELETED)) {
                columns.add(TableNames.IS_DELETED);
            }
            conditions.add("NOT COALESCE(" + system(TableNames.IS_DELETED) + ", FALSE)");
        }
        return ranked(columns, "row_number() OVER (", ")", rank, conditions);
    }

    private Source undeleted(List<String> needed) {
        String deletions = names.unused("deletions");
        String count = "count(CASE WHEN " + system(TableNames.IS_DELETED) + " THEN 1 END) OVER (";
        return ranked(
                needed,
                count,
                INDENT + "  ROWS UNBOUNDED PRECEDING" + INDENT + ")",
                deletions,
                List.of(Identifiers.quoted(deletions) + " = 0"));
    }

    private Source ranked(List<String> columns, String function, String end, String name, List<String> conditions) {
        List<String> items =
                new ArrayList<>(columns.stream().map(Identifiers::quoted).toList());
        items.add(function + INDENT + "  PARTITION BY " + Identifiers.quoted(column(table.recordIdentifier())) + INDENT
                + "  ORDER BY " + String.join("," + INDENT + "    ", newestFirst())
                + (end.equals(")") ? INDENT + ")" : end)
                + " AS " + Identifiers.quoted(name));
        List<String> predicates = rowPredicates();
        String sql = "(\n  SELECT" + INDENT + String.join("," + INDENT, items) + "\n  FROM " + from()
                + (predicates.isEmpty() ? "" : "\n  WHERE " + String.join("\n    AND ", predicates)) + "\n) AS "
                + Identifiers.quoted("history");
        return new Source(sql, conditions);
    }

    private List<String> newestFirst() {
        String eventTime = new TimeColumn(names.required(table.eventTime(), "the order of records")).sql();
        return List.of(
                eventTime + " DESC NULLS LAST",
                system(TableNames.API_INVOCATION_TIME) + " DESC NULLS LAST",
                system(TableNames.WRITE_TIME) + " DESC NULLS LAST",
                system(TableNames.IS_DELETED) + " DESC NULLS LAST");
    }

    /// Returns the predicates that select the rows of the history.
    private List<String> rowPredicates() {
        List<String> predicates = new ArrayList<>();
        if (history.limitsEventTime()) {
            predicates.addAll(PartitionRange.predicates(table, history.eventTimeFrom(), history.eventTimeTo()));
            TimeColumn eventTime = new TimeColumn(names.required(table.eventTime(), "`eventTimeRange`"));
            history.eventTimeFrom().map(eventTime::notBefore).ifPresent(predicates::add);
            history.eventTimeTo().map(eventTime::notAfter).ifPresent(predicates::add);
        }
        history.asOf()
                .map(t -> new TimeColumn(names.required(TableNames.WRITE_TIME, "`asOf`")).notAfter(t))
                .ifPresent(predicates::add);
        return predicates;
    }

    private String from() {
        return (table.isInOwnCatalog() ? "" : Identifiers.quoted(table.catalog()) + ".")
                + Identifiers.quoted(table.database())
                + "."
                + Identifiers.quoted(table.name());
    }

    private String system(String column) {
        return Identifiers.quoted(column(column));
    }

    private String column(String name) {
        return names.required(name, "the order of records").name();
    }

    /// Holds the SQL of a source of records.
    ///
    /// @param from the FROM clause's operand
    /// @param conditions the predicates that hold for the rows that are records
    public record Source(String from, List<String> conditions) {}
}
