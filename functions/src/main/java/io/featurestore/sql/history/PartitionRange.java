package io.featurestore.sql.history;

import io.featurestore.records.ColumnType.Simple;
import io.featurestore.sql.syntax.Identifiers;
import io.featurestore.store.Table;
import io.featurestore.store.Table.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds predicates on `year`, `month`, `day` and `hour` that hold for every record of an event-time range. The
/// store writes the folders by event time in UTC. One hour is added at both ends for rounding. The predicates do
/// not depend on leading zeros: they compare numbers, and the lists of values, by which the catalog can filter
/// partitions, contain both spellings.
public final class PartitionRange {
    private static final Duration SLACK = Duration.ofHours(1);
    private static final int MOST_YEARS = 20;
    private static final List<Unit> UNITS = List.of(
            new Unit("year", ChronoField.YEAR, ChronoUnit.YEARS, MOST_YEARS),
            new Unit("month", ChronoField.MONTH_OF_YEAR, ChronoUnit.MONTHS, 12),
            new Unit("day", ChronoField.DAY_OF_MONTH, ChronoUnit.DAYS, 28),
            new Unit("hour", ChronoField.HOUR_OF_DAY, ChronoUnit.HOURS, 24));

    private final List<Column> keys;

    private PartitionRange(List<Column> keys) {
        this.keys = keys;
    }

    /// Returns the predicates; none for a table that is not partitioned by event time.
    static List<String> predicates(Table table, Optional<Instant> from, Optional<Instant> to) {
        PartitionRange range = new PartitionRange(table.iceberg() ? List.of() : keys(table));
        if (range.keys.isEmpty()) {
            return List.of();
        }
        Optional<LocalDateTime> first = from.map(t -> utc(t.minus(SLACK)));
        Optional<LocalDateTime> last = to.map(t -> utc(t.plus(SLACK)));
        List<String> predicates = new ArrayList<>();
        if (first.isPresent() && last.isPresent() && !first.get().isAfter(last.get())) {
            predicates.addAll(range.lists(first.get(), last.get()));
        }
        first.ifPresent(t -> predicates.add(range.bound(t, 0, ">")));
        last.ifPresent(t -> predicates.add(range.bound(t, 0, "<")));
        return predicates;
    }

    /// Returns a filter for the catalog's `GetPartitions`, whose expressions have no functions. It keeps all
    /// partitions that [#predicates] keeps, and maybe more. Empty if no such filter exists.
    public static Optional<String> catalogFilter(Table table, Optional<Instant> from, Optional<Instant> to) {
        PartitionRange range = new PartitionRange(table.iceberg() ? List.of() : keys(table));
        if (range.keys.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        LocalDateTime first = utc(from.get().minus(SLACK));
        LocalDateTime last = utc(to.get().plus(SLACK));
        List<String> lists = first.isAfter(last) ? List.of() : range.lists(first, last);
        return lists.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" AND ", lists).replace("\"", ""));
    }

    /// Returns whether [#predicates] may keep a partition.
    ///
    /// @param values values of partition keys, by key. Keys that are absent may have any value
    public static boolean mayKeep(
            Table table, Optional<Instant> from, Optional<Instant> to, Map<String, String> values) {
        PartitionRange range = new PartitionRange(table.iceberg() ? List.of() : keys(table));
        List<Integer> numbers = new ArrayList<>();
        for (Column key : range.keys) {
            String value = values.get(key.name());
            if (value == null) {
                break;
            }
            try {
                numbers.add(Integer.valueOf(value));
            } catch (NumberFormatException e) {
                // The engine fails on such a partition or skips it. It is kept, so that an estimate counts it.
                return true;
            }
        }
        return from.map(t -> range.compare(numbers, utc(t.minus(SLACK))) >= 0).orElse(true)
                && to.map(t -> range.compare(numbers, utc(t.plus(SLACK))) <= 0).orElse(true);
    }

    /// Compares unit by unit, from the year down, until two values differ.
    private int compare(List<Integer> numbers, LocalDateTime time) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = Integer.compare(numbers.get(i), time.get(UNITS.get(i).field()));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Returns the partition keys from the year down to the first one that the table lacks.
    private static List<Column> keys(Table table) {
        List<Column> keys = new ArrayList<>();
        for (Unit unit : UNITS) {
            Optional<Column> key = table.partitionKeys().stream()
                    .filter(k -> k.name().equalsIgnoreCase(unit.key()))
                    .findFirst();
            if (key.isEmpty()) {
                break;
            }
            keys.add(key.get());
        }
        return keys;
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /// Returns the SQL that compares unit by unit, from the unit at `index` down.
    private String bound(LocalDateTime time, int index, String operator) {
        String key = number(keys.get(index));
        int value = time.get(UNITS.get(index).field());
        if (index == keys.size() - 1) {
            return key + " " + operator + "= " + value;
        }
        return "(%s %s %d OR (%s = %d AND %s))"
                .formatted(key, operator, value, key, value, bound(time, index + 1, operator));
    }

    private List<String> lists(LocalDateTime first, LocalDateTime last) {
        List<String> lists = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Unit unit = UNITS.get(i);
            Column key = keys.get(i);
            SortedSet<Integer> values = unit.values(first, last);
            if (!values.isEmpty()) {
                lists.add(Identifiers.quoted(key.name()) + " IN ("
                        + values.stream().flatMap(v -> literals(key, v)).collect(Collectors.joining(", ")) + ")");
            }
        }
        return lists;
    }

    private static Stream<String> literals(Column key, int value) {
        return key.type() == Simple.VARCHAR
                ? Stream.of("%02d".formatted(value), Integer.toString(value))
                        .distinct()
                        .map(v -> "'" + v + "'")
                : Stream.of(Integer.toString(value));
    }

    private static String number(Column key) {
        String name = Identifiers.quoted(key.name());
        return key.type() == Simple.VARCHAR ? "CAST(" + name + " AS integer)" : name;
    }

    /// Describes a level of the folders.
    ///
    /// @param key the partition key
    /// @param field the field of a time that it holds
    /// @param unit the length of its values
    /// @param most the number of values from which on no list is written, because it would cover everything or be
    ///     too long
    private record Unit(String key, ChronoField field, ChronoUnit unit, int most) {
        /// Returns the values between both times; none if there are too many, or if a year does not have 4
        /// digits.
        SortedSet<Integer> values(LocalDateTime first, LocalDateTime last) {
            LocalDateTime start = start(first);
            SortedSet<Integer> values = new TreeSet<>();
            if (first.getYear() < 1000 || last.getYear() > 9999 || unit.between(start, last) >= most - 1) {
                return values;
            }
            for (LocalDateTime t = start; !t.isAfter(last); t = t.plus(1, unit)) {
                values.add(t.get(field));
            }
            return values;
        }

        private LocalDateTime start(LocalDateTime time) {
            LocalDateTime day = time.truncatedTo(unit.compareTo(ChronoUnit.DAYS) < 0 ? unit : ChronoUnit.DAYS);
            return switch (unit) {
                case YEARS -> day.withDayOfYear(1);
                case MONTHS -> day.withDayOfMonth(1);
                default -> day;
            };
        }
    }
}
