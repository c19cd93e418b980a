package io.featurestore.sql.history;

import io.featurestore.records.ColumnType.Simple;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table.Column;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the SQL that joins the newest tombstone of its identifier to each row of a table.
///
/// The identifiers are compared with `=`, because the engine can only hash equal values. So a missing identifier
/// is replaced by a value, and a second comparison tells both apart. Times are compared as a ROW, which the engine
/// refuses if a field is NULL, so they are replaced too.
final class Tombstones {
    private final Column identifier;
    private final List<TimeColumn> order;
    private final String from;
    private final List<String> predicates;
    private final String key;
    private final String missing;
    private final String times;
    private final String time;

    /// Creates the SQL.
    ///
    /// @param order the columns of the order, the most significant first
    /// @param from the table
    /// @param predicates the predicates that select the tombstones
    Tombstones(TableNames names, Column identifier, List<TimeColumn> order, String from, List<String> predicates) {
        this.identifier = identifier;
        this.order = order;
        this.from = from;
        this.predicates = predicates;
        this.key = Identifiers.quoted(names.unused("deleted_key"));
        this.missing = Identifiers.quoted(names.unused("deleted_without_key"));
        this.times = Identifiers.quoted(names.unused("deleted_at"));
        this.time = Identifiers.quoted(names.unused("deleted_event_time"));
    }

    /// Returns the JOIN clause.
    String join() {
        return join("");
    }

    /// Returns the JOIN clause whose rows also have the event time of the tombstone, for [#isSameTime].
    String joinWithTime() {
        return join(",\n    max(" + order.getFirst().sql() + ") AS " + time);
    }

    private String join(String more) {
        return "LEFT JOIN (\n  SELECT\n    " + keyOf() + " AS " + key + ",\n    " + isMissing() + " AS " + missing
                + ",\n    max(" + timesOf() + ") AS " + times + more + "\n  FROM " + from + "\n  WHERE "
                + String.join("\n    AND ", predicates) + "\n  GROUP BY 1, 2\n) AS " + Identifiers.quoted("tombstones")
                + " ON " + keyOf() + " = " + key + " AND (" + isMissing() + ") = " + missing;
    }

    /// Returns the predicate that no tombstone hides a row.
    String hidesNot() {
        return "(" + times + " IS NULL OR " + timesOf() + " > " + times + ")";
    }

    /// Returns the predicate that a tombstone hides a row.
    String hides() {
        return timesOf() + " <= " + times;
    }

    /// Returns the predicate that the newest tombstone has the event time of a row.
    String isSameTime() {
        return order.getFirst().sql() + " = " + time;
    }

    /// Returns the expression that is the same for the rows of one identifier, except for rows that have none.
    String keyOf() {
        String name = Identifiers.quoted(identifier.name());
        return switch (identifier.type()) {
            case Simple.VARCHAR -> "COALESCE(" + name + ", '')";
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT -> "COALESCE(" + name + ", 0)";
            // As text, NaN equals itself; the sum makes one zero of both.
            case Simple.REAL, Simple.DOUBLE -> "COALESCE(CAST(" + name + " + DOUBLE '0' AS varchar), '')";
            default -> "COALESCE(CAST(" + name + " AS varchar), '')";
        };
    }

    private String isMissing() {
        return Identifiers.quoted(identifier.name()) + " IS NULL";
    }

    private String timesOf() {
        return order.stream().map(TimeColumn::orLeast).collect(Collectors.joining(", ", "ROW(", ")"));
    }
}
