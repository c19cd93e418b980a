package io.featurestore.model;

import io.featurestore.model.Layout.Finding;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A random feature group, its table and its rows.
///
/// @param name a name for the group and the table
/// @param identifier the record identifier
/// @param eventTime the event time
/// @param columns all data columns in the table's order, without the system columns
/// @param layout where the files are
/// @param rows all rows
record RandomTable(
        String name, Column identifier, Column eventTime, List<Column> columns, Layout layout, List<Row> rows) {
    private static final List<String> FEATURES = List.of(
            "customer_id",
            "ID",
            "select",
            "Order",
            "group",
            "1st-value",
            "a",
            "B-c_D",
            "from",
            "Timestamp",
            "x0123456789012345678901234567890123456789012345678901234567890z",
            "date",
            "value",
            "rn",
            "history");
    /// Names that features cannot have, but columns that others add to the table can.
    private static final List<String> FURTHER = List.of(
            "we\"ird",
            "it's",
            "two words",
            "größe",
            "키",
            "semi;colon",
            "a.b",
            "--x",
            "percent%",
            "back\\slash",
            "_",
            "t");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "ä",
            "z",
            "true",
            "1",
            "null",
            "NaN",
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "\uFF5E",
            "😀",
            " x ",
            "%_\\");
    private static final List<String> NO_TIMES = List.of(
            "", "soon", "n/a", "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z", "24-01-01", "٢٠٢٤-01-01T00:00:00Z");
    private static final double[] DOUBLES = {0.0, 1.5, -2.25, 1e300, 0.1, -1e-9, Double.NaN, 3.0};
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final List<String> STARTS =
            List.of("2024-02-28T22:30:00Z", "2023-12-31T12:00:00Z", "1969-12-31T20:00:00Z", "2024-06-01T00:00:00Z");
    private static final int MOST_ROWS = 60;

    /// The columns of the table with the system columns.
    List<Column> all() {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(List.of(Column.API_TIME, Column.WRITE_TIME, Column.DELETED));
        return all;
    }

    static RandomTable of(String name, SplittableRandom random) {
        List<Column> columns = columns(random);
        Column identifier = columns.stream()
                .filter(c -> c.kind() != Kind.DOUBLE)
                .findFirst()
                .orElseThrow();
        Column eventTime = columns.get(columns.size() - 1);
        List<Column> shuffled = new ArrayList<>(columns);
        shuffle(shuffled, random);
        shuffled.addAll(further(random));
        Layout layout = layout(random);
        List<Row> rows = new Rows(random, identifier, eventTime, shuffled, layout).rows();
        return new RandomTable(name, identifier, eventTime, List.copyOf(shuffled), layout, rows);
    }

    private static List<Column> columns(SplittableRandom random) {
        List<String> names = new ArrayList<>(FEATURES);
        shuffle(names, random);
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(names.removeFirst(), random.nextInt(4) == 0 ? Kind.LONG : Kind.TEXT, true));
        for (int n = random.nextInt(4); n > 0; n--) {
            columns.add(new Column(names.removeFirst(), one(List.of(Kind.TEXT, Kind.LONG, Kind.DOUBLE), random), true));
        }
        columns.add(new Column(names.removeFirst(), random.nextInt(3) == 0 ? Kind.DOUBLE : Kind.TEXT, true));
        return columns;
    }

    private static List<Column> further(SplittableRandom random) {
        List<String> names = new ArrayList<>(FURTHER);
        shuffle(names, random);
        List<Column> columns = new ArrayList<>();
        for (int n = Math.max(0, random.nextInt(5) - 1); n > 0; n--) {
            columns.add(new Column(names.removeFirst(), one(List.of(Kind.values()), random), false));
        }
        return columns;
    }

    private static Layout layout(SplittableRandom random) {
        Finding finding = one(List.of(Finding.values()), random);
        ZoneOffset zone =
                random.nextInt(3) == 0 ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds((random.nextInt(-24, 29)) * 1800);
        List<String> keys =
                switch (random.nextInt(5)) {
                    case 0 -> List.of("year", "month", "day");
                    case 1 -> List.of(one(List.of("dt", "Day", "event_date"), random));
                    default -> List.of("year", "month", "day", "hour");
                };
        boolean numbers = keys.size() > 1 && random.nextInt(3) == 0;
        return new Layout(
                finding,
                finding == Finding.UNPARTITIONED || finding == Finding.ICEBERG ? List.of() : keys,
                numbers,
                finding == Finding.PROJECTED
                        ? keys.size() == 1 || !numbers || random.nextBoolean()
                        : random.nextInt(4) > 0,
                zone,
                finding == Finding.REGISTERED && random.nextInt(3) == 0);
    }

    static <T> T one(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    static <T> void shuffle(List<T> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T swapped = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }

    /// Makes the rows of a table. Values come from small pools, so that there are ties of every kind.
    private static final class Rows {
        private final SplittableRandom random;
        private final Column identifier;
        private final Column eventTime;
        private final List<Column> columns;
        private final Layout layout;
        private final List<Instant> times = new ArrayList<>();
        private final List<Instant> written = new ArrayList<>();
        private final Map<String, List<Object>> pools = new HashMap<>();

        Rows(SplittableRandom random, Column identifier, Column eventTime, List<Column> columns, Layout layout) {
            this.random = random;
            this.identifier = identifier;
            this.eventTime = eventTime;
            this.columns = columns;
            this.layout = layout;
        }

        List<Row> rows() {
            Instant start = Instant.parse(one(STARTS, random));
            for (int n = 3 + random.nextInt(8); n > 0; n--) {
                Instant time = start.plusSeconds(random.nextInt(-200_000, 200_000));
                times.add(
                        random.nextInt(3) == 0
                                ? time.truncatedTo(ChronoUnit.HOURS)
                                : random.nextInt(3) == 0 ? time.plusMillis(random.nextInt(1000)) : time);
            }
            for (int n = 2 + random.nextInt(5); n > 0; n--) {
                written.add(Instant.parse("2024-07-01T00:00:00Z").plusMillis(random.nextInt(5) * 3_600_000L));
            }
            List<Row> rows = new ArrayList<>();
            int count = random.nextInt(8) == 0 ? 0 : random.nextInt(1, MOST_ROWS + 1);
            for (int n = 0; n < count; n++) {
                rows.add(rows.isEmpty() || random.nextInt(6) > 0 ? row() : one(rows, random));
            }
            return rows;
        }

        private Row row() {
            Map<String, Object> values = new HashMap<>();
            for (Column column : columns) {
                put(values, column, value(column));
            }
            put(values, Column.API_TIME, random.nextInt(20) == 0 ? null : utc(one(written, random)));
            put(
                    values,
                    Column.WRITE_TIME,
                    random.nextInt(20) == 0 ? null : utc(one(written, random).plusMillis(random.nextInt(3))));
            put(
                    values,
                    Column.DELETED,
                    switch (random.nextInt(12)) {
                        case 0, 1 -> Boolean.TRUE;
                        case 2 -> null;
                        default -> Boolean.FALSE;
                    });
            Optional<Instant> time = random.nextInt(12) == 0 ? Optional.empty() : Optional.of(one(times, random));
            put(values, eventTime, time.map(this::written).orElseGet(this::noTime));
            return new Row(values, time, layout.finding() == Finding.UNPARTITIONED || random.nextInt(12) > 0);
        }

        private static void put(Map<String, Object> values, Column column, @Nullable Object value) {
            if (value == null) {
                values.remove(column.name());
            } else {
                values.put(column.name(), value);
            }
        }

        private static LocalDateTime utc(Instant time) {
            return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        }

        /// Returns a value that stands for an instant.
        private Object written(Instant time) {
            if (eventTime.kind() == Kind.DOUBLE) {
                return time.toEpochMilli() / 1000.0;
            }
            int style = random.nextInt(4);
            ZoneOffset offset = style == 0 ? ZoneOffset.ofTotalSeconds(random.nextInt(-24, 29) * 1800) : ZoneOffset.UTC;
            LocalDateTime local = LocalDateTime.ofInstant(time, offset);
            String fraction = time.getNano() > 0 || style == 1 ? ".%03d".formatted(time.getNano() / 1_000_000) : "";
            return SECONDS.format(local)
                    + fraction
                    + (style == 0 ? offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId() : "Z");
        }

        private @Nullable Object noTime() {
            if (random.nextInt(3) == 0) {
                return null;
            }
            return eventTime.kind() == Kind.DOUBLE ? Double.NaN : one(NO_TIMES, random);
        }

        private @Nullable Object value(Column column) {
            List<Object> pool = pools.computeIfAbsent(column.name(), _ -> pool(column));
            int at = random.nextInt(pool.size() + 1);
            return at == pool.size() ? null : pool.get(at);
        }

        private List<Object> pool(Column column) {
            Set<Object> pool = new HashSet<>();
            List<Object> ordered = new ArrayList<>();
            for (int n = 1 + random.nextInt(column.equals(identifier) ? 6 : 3); n > 0; n--) {
                Object value = any(column.kind());
                if (pool.add(value)) {
                    ordered.add(value);
                }
            }
            return ordered;
        }

        private Object any(Kind kind) {
            return switch (kind) {
                case TEXT -> one(TEXTS, random);
                case LONG -> random.nextInt(3) == 0 ? random.nextLong() : (long) random.nextInt(-3, 4);
                case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
                case FLAG -> random.nextBoolean();
                case INT -> random.nextInt(-2, 3);
                case FLOAT -> (float) random.nextInt(-4, 5) / 4;
                case DECIMAL -> BigDecimal.valueOf(random.nextInt(-5_000, 5_000), 3);
                case DATE -> LocalDate.ofEpochDay(random.nextInt(-800, 25_000));
                case TIME -> utc(Instant.ofEpochMilli(random.nextLong(-100_000_000L, 1_800_000_000_000L)));
            };
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s, identifier %s, event time %s, columns %s, %d rows",
                name,
                layout,
                identifier.name(),
                eventTime,
                columns,
                rows.size());
    }
}
