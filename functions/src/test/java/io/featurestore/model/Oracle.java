package io.featurestore.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Chooses the records of a request from the rows of a table, by the rules of the contract, written plainly.
///
/// Rows of one identifier are ordered by event time, `api_invocation_time`, `write_time` and `is_deleted`, and then
/// by the columns that the statement reads, in the table's order. NULL, and what is no time, comes before all else.
final class Oracle {
    private final RandomTable table;
    private final RandomRequest request;

    Oracle(RandomTable table, RandomRequest request) {
        this.table = table;
        this.request = request;
    }

    /// Returns the chosen rows, without the limit.
    List<Row> records() {
        Map<Optional<Object>, List<Row>> byIdentifier = new HashMap<>();
        for (Row row : table.rows()) {
            if (row.seen() && isWrittenInTime(row) && isInRange(row)) {
                byIdentifier
                        .computeIfAbsent(Optional.ofNullable(row.get(table.identifier())), _ -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Row> records = new ArrayList<>();
        for (List<Row> rows : byIdentifier.values()) {
            records.addAll(request.latest() ? latest(rows) : all(rows));
        }
        records.removeIf(row -> !request.where().stream().allMatch(condition -> condition.holds(row)));
        return records;
    }

    private boolean isWrittenInTime(Row row) {
        if (request.asOf().isEmpty()) {
            return true;
        }
        return row.get(Column.WRITE_TIME) instanceof LocalDateTime written
                && !written.toInstant(ZoneOffset.UTC).isAfter(request.asOf().get());
    }

    private boolean isInRange(Row row) {
        Optional<Instant> from = request.from();
        Optional<Instant> to = request.to();
        if (from.isEmpty() && to.isEmpty()) {
            return true;
        }
        return row.time().isPresent()
                && from.filter(first -> row.time().get().isBefore(first)).isEmpty()
                && to.filter(last -> row.time().get().isAfter(last)).isEmpty();
    }

    private List<Row> latest(List<Row> rows) {
        Row newest = rows.stream().max(times().thenComparing(values())).orElseThrow();
        return newest.deleted() && !request.includeDeleted() ? List.of() : List.of(newest);
    }

    private List<Row> all(List<Row> rows) {
        if (request.includeDeleted()) {
            return rows;
        }
        Optional<Row> tombstone = rows.stream().filter(Row::deleted).max(times());
        return rows.stream()
                .filter(row -> !row.deleted())
                .filter(row -> tombstone.isEmpty() || times().compare(row, tombstone.get()) > 0)
                .toList();
    }

    private static Comparator<Row> times() {
        return Comparator.comparing(
                        Row::time,
                        Comparator.comparing(
                                time -> time.orElse(null), Comparator.nullsFirst(Comparator.<Instant>naturalOrder())))
                .thenComparing(by(Column.API_TIME))
                .thenComparing(by(Column.WRITE_TIME))
                .thenComparing(by(Column.DELETED));
    }

    private Comparator<Row> values() {
        Comparator<Row> order = (_, _) -> 0;
        for (Column column : table.columns()) {
            if (request.columns().contains(column)
                    || request.where().stream()
                            .anyMatch(condition -> condition.column().equals(column))) {
                order = order.thenComparing(by(column));
            }
        }
        return order;
    }

    private static Comparator<Row> by(Column column) {
        Comparator<Object> nulls = column.kind().nullsFirst();
        return (a, b) -> nulls.compare(a.get(column), b.get(column));
    }

    /// Returns why an output is wrong; empty if it is right.
    ///
    /// @param output the values of each record, in the order of the request's columns
    Optional<String> fault(List<List<Object>> output) {
        List<List<Object>> expected =
                new ArrayList<>(records().stream().map(this::values).toList());
        int count = Math.min(expected.size(), request.limit().orElse(Integer.MAX_VALUE));
        if (output.size() != count) {
            return Optional.of(
                    "it has " + output.size() + " records, not " + count + ": " + output + " of " + expected);
        }
        List<List<Object>> left = new ArrayList<>(expected);
        for (List<Object> record : output) {
            if (!left.remove(record)) {
                return Optional.of("it has " + record + ", which is not among " + left);
            }
        }
        expected.sort(this::sorted);
        for (int i = 0; i < count; i++) {
            if (sorted(output.get(i), expected.get(i)) != 0) {
                return Optional.of(
                        "record " + i + " is " + output.get(i) + " where the order wants one as " + expected.get(i));
            }
        }
        return Optional.empty();
    }

    private List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        request.columns().forEach(column -> values.add(row.get(column)));
        return values;
    }

    private int sorted(List<Object> a, List<Object> b) {
        for (RandomRequest.Sorting sorting : request.orderBy()) {
            int at = request.columns().indexOf(sorting.column());
            Object x = a.get(at);
            Object y = b.get(at);
            int order;
            if (x == null || y == null) {
                order = Boolean.compare(x != null, y != null) * (sorting.nullsFirst() ? 1 : -1);
            } else {
                order = sorting.column().kind().compare(x, y) * (sorting.descending() ? -1 : 1);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Returns the number of rows that are equal to another one in everything that the request reads.
    long duplicates() {
        Set<List<Object>> seen = new HashSet<>();
        return records().stream()
                .map(this::values)
                .filter(values -> !seen.add(values))
                .count();
    }

    @Override
    public String toString() {
        return Objects.toString(request);
    }
}
