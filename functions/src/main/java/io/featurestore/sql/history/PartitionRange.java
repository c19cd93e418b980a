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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Builds predicates on `year`, `month`, `day` and `hour` that hold for every record of an event-time range.
/// Only the folders of the feature store are known to mean the event time ([Table#hourlyFolders]); keys of
/// any other table are never looked at.
///
/// The service writes the folders in UTC. Its Spark connector writes them in the time zone of the Spark
/// session (github.com/aws/sagemaker-feature-store-spark, `FeatureStoreManager.scala`: `date_format` of the
/// event time), so a folder may be named after any local time from UTC−12 to UTC+14.
///
/// A partition is excluded only if its values are known to lie outside. NULL and texts that are no number
/// stay. Two kinds of predicates say the same. Lists of excluded values, with and without leading zeros, are
/// domains of the bare keys, by which the engine asks the catalog for fewer partitions and projects fewer of
/// them. The comparison of all units together then excludes single hours.
public final class PartitionRange {
    private static final Duration BEFORE_UTC = Duration.ofHours(12);
    private static final Duration AFTER_UTC = Duration.ofHours(14);
    private static final List<Unit> UNITS = List.of(
            new Unit("year", ChronoField.YEAR, ChronoUnit.YEARS, 2000, 2049),
            new Unit("month", ChronoField.MONTH_OF_YEAR, ChronoUnit.MONTHS, 1, 12),
            new Unit("day", ChronoField.DAY_OF_MONTH, ChronoUnit.DAYS, 1, 31),
            new Unit("hour", ChronoField.HOUR_OF_DAY, ChronoUnit.HOURS, 0, 23));

    private final List<Column> keys;
    private final Optional<LocalDateTime> first;
    private final Optional<LocalDateTime> last;

    private PartitionRange(Table table, Optional<Instant> from, Optional<Instant> to) {
        this.keys = table.hourlyFolders() && !table.iceberg() ? keys(table) : List.of();
        this.first = from.map(t -> utc(t.minus(BEFORE_UTC)));
        this.last = to.map(t -> utc(t.plus(AFTER_UTC)));
    }

    /// Returns the predicates; none for a table whose keys are not known to be the event time.
    static List<String> predicates(Table table, Optional<Instant> from, Optional<Instant> to) {
        PartitionRange range = new PartitionRange(table, from, to);
        if (range.keys.isEmpty()) {
            return List.of();
        }
        List<String> predicates = range.lists();
        range.first.ifPresent(t -> predicates.add("COALESCE(" + range.bound(t, 0, ">") + ", TRUE)"));
        range.last.ifPresent(t -> predicates.add("COALESCE(" + range.bound(t, 0, "<") + ", TRUE)"));
        return predicates;
    }

    /// Returns whether [#predicates] may keep a partition.
    ///
    /// @param values values of partition keys, by key. Keys that are absent may have any value
    public static boolean mayKeep(
            Table table, Optional<Instant> from, Optional<Instant> to, Map<String, String> values) {
        PartitionRange range = new PartitionRange(table, from, to);
        List<Integer> numbers = new ArrayList<>();
        for (Column key : range.keys) {
            Optional<Integer> number =
                    Optional.ofNullable(values.get(key.name())).flatMap(PartitionRange::number);
            if (number.isEmpty()) {
                break;
            }
            numbers.add(number.get());
        }
        for (int i = 0; i < range.keys.size(); i++) {
            String value = values.get(range.keys.get(i).name());
            if (value != null && range.excluded(i).contains(value)) {
                return false;
            }
        }
        return range.first.map(t -> compare(numbers, t) >= 0).orElse(true)
                && range.last.map(t -> compare(numbers, t) <= 0).orElse(true);
    }

    private static Optional<Integer> number(String value) {
        try {
            return Optional.of(Integer.valueOf(value));
        } catch (NumberFormatException e) {
            // The value is no number, so nothing is known about the partition's times.
            return Optional.empty();
        }
    }

    /// Compares unit by unit, from the year down, until two values differ.
    private static int compare(List<Integer> numbers, LocalDateTime time) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = Integer.compare(numbers.get(i), time.get(UNITS.get(i).field()));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Returns the partition keys of numbers or text from the year down to the first one that the table
    /// lacks.
    private static List<Column> keys(Table table) {
        List<Column> keys = new ArrayList<>();
        for (Unit unit : UNITS) {
            Optional<Column> key = table.partitionKeys().stream()
                    .filter(k -> k.name().equalsIgnoreCase(unit.key()))
                    .filter(k -> k.type() == Simple.VARCHAR || isNumber(k))
                    .findFirst();
            if (key.isEmpty()) {
                break;
            }
            keys.add(key.get());
        }
        return keys;
    }

    private static boolean isNumber(Column key) {
        return switch (key.type()) {
            case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT -> true;
            default -> false;
        };
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

    /// Returns the predicates that exclude the values of single keys.
    private List<String> lists() {
        List<String> lists = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Column key = keys.get(i);
            String quote = isNumber(key) ? "" : "'";
            String excluded = excluded(i).stream().map(v -> quote + v + quote).collect(Collectors.joining(", "));
            if (!excluded.isEmpty()) {
                String name = Identifiers.quoted(key.name());
                lists.add("(" + name + " NOT IN (" + excluded + ") OR " + name + " IS NULL)");
            }
        }
        return lists;
    }

    /// Returns the values of a key that lie outside of the range whatever the other keys are, as they are
    /// spelled.
    private Set<String> excluded(int index) {
        Unit unit = UNITS.get(index);
        Set<Integer> kept = unit.values(first, last);
        return IntStream.rangeClosed(unit.least(), unit.most())
                .filter(v -> !kept.contains(v))
                .boxed()
                .flatMap(v -> isNumber(keys.get(index))
                        ? Stream.of(Integer.toString(v))
                        : Stream.of("%02d".formatted(v), Integer.toString(v)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String number(Column key) {
        String name = Identifiers.quoted(key.name());
        return isNumber(key) ? name : "TRY_CAST(" + name + " AS integer)";
    }

    /// Describes a level of the folders.
    ///
    /// @param key the partition key
    /// @param field the field of a time that it holds
    /// @param unit the length of its values
    /// @param least the least value that a list names
    /// @param most the greatest value that a list names
    private record Unit(String key, ChronoField field, ChronoUnit unit, int least, int most) {
        /// Returns the values from `least` to `most` that a time between both may have; all of them if a time
        /// without an end may have any.
        Set<Integer> values(Optional<LocalDateTime> first, Optional<LocalDateTime> last) {
            Set<Integer> values = new TreeSet<>();
            if (unit == ChronoUnit.YEARS) {
                IntStream.rangeClosed(
                                Math.max(
                                        least, first.map(LocalDateTime::getYear).orElse(least)),
                                Math.min(most, last.map(LocalDateTime::getYear).orElse(most)))
                        .forEach(values::add);
                return values;
            }
            if (first.isEmpty() || last.isEmpty() || unit.between(start(first.get()), last.get()) >= most - least) {
                IntStream.rangeClosed(least, most).forEach(values::add);
                return values;
            }
            for (LocalDateTime t = start(first.get()); !t.isAfter(last.get()); t = t.plus(1, unit)) {
                values.add(t.get(field));
            }
            return values;
        }

        private LocalDateTime start(LocalDateTime time) {
            return unit == ChronoUnit.MONTHS
                    ? time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)
                    : time.truncatedTo(unit);
        }
    }
}
