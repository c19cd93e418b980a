package io.featurestore.sql.history;

import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes a statement that counts what a caller should know about the rows of a history. Its result is one row:
///
/// - the rows whose event time is no time. The statement for the records puts them last or leaves them out. If the
///   request has a range, only the rows between the bounds of the range are looked at.
/// - the identifiers with a record that a tombstone of the same event time hides. The online store ignores a soft
///   deletion whose event time is not later than the record's.
///
/// It reads the columns of the order alone.
public final class CountSql {
    private final History history;
    private final Table table;
    private final HistorySql sql;
    private final TimeColumn eventTime;
    private final boolean countsTimes;
    private final boolean countsHidden;

    private CountSql(History history, Table table, TableNames names) {
        this.history = history;
        this.table = table;
        this.sql = new HistorySql(history, table, names);
        this.eventTime = new TimeColumn(names.required(table.eventTime(), "the order of records"));
        boolean orders = history.latest() || !history.includeDeleted();
        this.countsTimes = history.limitsEventTime() ? eventTime.boundsAreWide() : orders;
        this.countsHidden = !history.includeDeleted();
    }

    /// Returns the statement; empty if there is nothing to count.
    public static Optional<CountSql> of(History history, Table table, TableNames names) {
        if (!history.latest() && history.includeDeleted() && !history.limitsEventTime()) {
            return Optional.empty();
        }
        CountSql count = new CountSql(history, table, names);
        return count.countsTimes || count.countsHidden ? Optional.of(count) : Optional.empty();
    }

    /// Returns whether identifiers with hidden records are counted too. The tombstones are then read as for the
    /// records.
    public boolean joinsTombstones() {
        return countsHidden;
    }

    /// Returns the columns that the statement reads, besides those that only tombstones are read from.
    public Set<String> reads() {
        Set<String> columns = new LinkedHashSet<>(List.of(eventTime.column().name()));
        if (countsHidden) {
            columns.addAll(sql.ordering());
        }
        history.asOf().ifPresent(_ -> table.column(TableNames.WRITE_TIME).ifPresent(c -> columns.add(c.name())));
        return columns;
    }

    /// Returns the statement.
    public String text() {
        String noTime = countsTimes ? "count(CASE WHEN " + "(" + eventTime.sql() + ") IS NULL THEN 1 END)" : "0";
        Tombstones tombstones = sql.tombstones();
        List<String> predicates = sql.scanPredicates();
        return "SELECT\n  " + noTime + " AS " + Identifiers.quoted("rows_without_time") + ",\n  "
                + (countsHidden ? hidden(tombstones) : "0") + " AS " + Identifiers.quoted("hidden_at_same_time")
                + "\nFROM " + sql.from() + (countsHidden ? "\n" + tombstones.joinWithTime() : "")
                + (predicates.isEmpty() ? "" : "\nWHERE " + String.join("\n  AND ", predicates));
    }

    private String hidden(Tombstones tombstones) {
        List<String> conditions = new ArrayList<>(List.of(sql.alive(), tombstones.isSameTime(), tombstones.hides()));
        if (history.limitsEventTime()) {
            conditions.addAll(eventTime.within(history.eventTimeFrom(), history.eventTimeTo()));
        }
        return "count(DISTINCT CASE WHEN " + String.join("\n    AND ", conditions) + " THEN " + tombstones.keyOf()
                + " END)";
    }
}
