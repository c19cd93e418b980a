package io.featurestore.sql.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.featurestore.export.ExportRequest.Records;
import io.featurestore.export.ExportRequest;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.sql.syntax.TableNames;
import io.featurestore.store.Table;

/**
 * Which rows of the offline store are records. The store appends: an update is a newer row, a deletion is a row
 * with {@code is_deleted}, a put may land twice. Rows of one identifier are ordered newest first by event time,
 * {@code api_invocation_time} and {@code write_time}; of rows that tie in all three a tombstone comes first, so it
 * hides whatever is not strictly newer than it.
 *
 * <ul>
 * <li>{@code latest}: the first row of each identifier; without {@code includeDeleted} none if that is a tombstone.
 * <li>{@code all} with {@code includeDeleted}: every row.
 * <li>{@code all} without: the rows that neither are a tombstone nor come after one.
 * </ul>
 *
 * <p>{@code asOf} and {@code eventTimeRange} say which history is looked at, so they come before the ranking: what
 * was written later, or happened outside of the range, counts neither as newer record nor as deletion.
 */
public final class History {
    private static final String INDENT = "\n    ";

    private final ExportRequest request;
    private final Table table;
    private final TableNames names;

    public History(ExportRequest request, Table table, TableNames names) {
        this.request = request;
        this.table = table;
        this.names = names;
    }

    /**
     * Returns where the records come from.
     *
     * @param needed the columns that the statement reads; no others are scanned but those the ranking needs
     */
    public Source source(List<String> needed) {
        if (request.records() == Records.LATEST) {
            return latest(needed);
        }
        return request.includeDeleted() ? new Source(from(), looked()) : undeleted(needed);
    }

    /** Returns the columns that are read where the statement itself reads the given ones. */
    public Set<String> reads(List<String> needed) {
        Set<String> columns = new LinkedHashSet<>(needed);
        if (request.records() == Records.LATEST || !request.includeDeleted()) {
            Stream.of(table.recordIdentifier(), table.eventTime(), TableNames.API_INVOCATION_TIME,
                    TableNames.WRITE_TIME, TableNames.IS_DELETED).map(this::column).forEach(columns::add);
        }
        if (request.eventTimeFrom().isPresent() || request.eventTimeTo().isPresent()) {
            columns.add(column(table.eventTime()));
        }
        if (request.asOf().isPresent()) {
            columns.add(column(TableNames.WRITE_TIME));
        }
        return columns;
    }

    private Source latest(List<String> needed) {
        String rank = names.unused("newest_rank");
        List<String> conditions = new ArrayList<>(List.of(Identifiers.quoted(rank) + " = 1"));
        List<String> columns = new ArrayList<>(needed);
        if (!request.includeDeleted()) {
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
        return ranked(needed, count, INDENT + "  ROWS UNBOUNDED PRECEDING" + INDENT + ")", deletions,
                List.of(Identifiers.quoted(deletions) + " = 0"));
    }

    private Source ranked(List<String> columns, String function, String end, String name, List<String> conditions) {
        List<String> items = new ArrayList<>(columns.stream().map(Identifiers::quoted).toList());
        items.add(function + INDENT + "  PARTITION BY " + Identifiers.quoted(column(table.recordIdentifier())) + INDENT
                + "  ORDER BY " + String.join("," + INDENT + "    ", newestFirst()) + (end.equals(")")
                        ? INDENT + ")"
                        : end)
                + " AS " + Identifiers.quoted(name));
        List<String> looked = looked();
        String sql = "(\n  SELECT" + INDENT + String.join("," + INDENT, items) + "\n  FROM " + from() + (looked
                .isEmpty() ? "" : "\n  WHERE " + String.join("\n    AND ", looked)) + "\n) AS " + Identifiers.quoted(
                        "history");
        return new Source(sql, conditions);
    }

    private List<String> newestFirst() {
        String eventTime = new TimeColumn(names.required(table.eventTime(), "the order of records")).sql();
        return List.of(eventTime + " DESC NULLS LAST", system(TableNames.API_INVOCATION_TIME) + " DESC NULLS LAST",
                system(TableNames.WRITE_TIME) + " DESC NULLS LAST", system(TableNames.IS_DELETED)
                        + " DESC NULLS LAST");
    }

    /** Returns the predicates that say which rows are looked at. */
    private List<String> looked() {
        List<String> predicates = new ArrayList<>();
        if (request.eventTimeFrom().isPresent() || request.eventTimeTo().isPresent()) {
            predicates.addAll(PartitionRange.predicates(table, request.eventTimeFrom(), request.eventTimeTo()));
            TimeColumn eventTime = new TimeColumn(names.required(table.eventTime(), "`eventTimeRange`"));
            request.eventTimeFrom().map(eventTime::notBefore).ifPresent(predicates::add);
            request.eventTimeTo().map(eventTime::notAfter).ifPresent(predicates::add);
        }
        request.asOf().map(t -> new TimeColumn(names.required(TableNames.WRITE_TIME, "`asOf`")).notAfter(t)).ifPresent(
                predicates::add);
        return predicates;
    }

    private String from() {
        return Identifiers.quoted(table.database()) + "." + Identifiers.quoted(table.name());
    }

    private String system(String column) {
        return Identifiers.quoted(column(column));
    }

    private String column(String name) {
        return names.required(name, "the order of records").name();
    }

    /**
     * Where records come from.
     *
     * @param from the FROM clause's operand
     * @param conditions the predicates that its rows must meet to be records
     */
    public record Source(String from, List<String> conditions) {}
}
