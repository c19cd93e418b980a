package io.featurestore.sql.history;

import io.featurestore.sql.history.HistoryTest.Asked;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A small history, and the rules of an export written as plainly as possible.
///
/// @param table the table whose event time is text (`orders`, `texts`), a double (`clicks`) or an integer
///     (`epochs`)
record PlainHistory(String table, List<Row> rows) {
    private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");
    private static final List<String> NO_TIMES = List.of(
            "",
            "never",
            "2026-01-01 23:00:00",
            "20260101T230000Z",
            "2026-01-01",
            "2026-W01-4",
            "1767308400",
            "2026-01-01T23:00:00Z ",
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T23:00:00+14:01",
            "2026-01-01T23:00:00+23:59",
            "2026-01-01T23:00:00.0000000000Z",
            "+2026-01-01T23:00:00Z",
            "12026-01-01T23:00:00Z",
            "0000-01-01T00:00:00Z",
            "01/02/2026");
    private static final List<Double> NO_NUMBERS =
            List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /// A row. Times are steps of half an hour; the event time is kept as it is stored.
    record Row(
            @Nullable String id,
            @Nullable Object event,
            @Nullable Integer invoked,
            @Nullable Integer written,
            @Nullable Boolean deleted,
            @Nullable Double value,
            int offset) {
        boolean tombstone() {
            return Boolean.TRUE.equals(deleted);
        }
    }

    static Instant time(int step) {
        return START.plusSeconds(1800L * step);
    }

    /// Makes a history of rows `id step value deleted`.
    static PlainHistory of(String table, String... rows) {
        return new PlainHistory(
                table,
                Stream.of(rows)
                        .map(text -> text.split(" "))
                        .map(r -> new Row(
                                r[0],
                                stored(table, Integer.parseInt(r[1]), "Z", 0),
                                Integer.valueOf(r[1]),
                                Integer.valueOf(r[1]),
                                r[3].equals("t"),
                                Double.valueOf(r[2]),
                                0))
                        .toList());
    }

    static PlainHistory random(Random random, String table) {
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(14);
        for (int i = 0; i < count; i++) {
            rows.add(
                    i > 0 && random.nextInt(6) == 0
                            ? rows.get(random.nextInt(i))
                            : new Row(
                                    random.nextInt(8) == 0
                                            ? null
                                            : List.of("a", "b", "").get(random.nextInt(3)),
                                    event(random, table),
                                    random.nextInt(8) == 0 ? null : random.nextInt(4),
                                    random.nextInt(8) == 0 ? null : random.nextInt(4),
                                    random.nextInt(8) == 0 ? null : random.nextInt(3) == 0,
                                    random.nextInt(10) == 0
                                            ? null
                                            : random.nextInt(10) == 0 ? Double.NaN : (double) random.nextInt(4),
                                    random.nextInt(27) - 12));
        }
        return new PlainHistory(table, rows);
    }

    private static @Nullable Object event(Random random, String table) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            return null;
        }
        if (kind == 1 && !table.equals("epochs")) {
            return table.equals("clicks")
                    ? NO_NUMBERS.get(random.nextInt(NO_NUMBERS.size()))
                    : NO_TIMES.get(random.nextInt(NO_TIMES.size()));
        }
        List<String> zones = List.of("Z", "z", "", "+00:00", "+05:30", "-12:00", "+14:00", "-14:00", "-00:30");
        return stored(table, random.nextInt(6), zones.get(random.nextInt(zones.size())), random.nextInt(4));
    }

    private static Object stored(String table, int step, String zone, int form) {
        Instant instant = time(step);
        return switch (table) {
            case "clicks" -> (double) instant.getEpochSecond() + (form == 3 ? 0.25 : 0);
            case "epochs" -> instant.getEpochSecond();
            default -> {
                ZoneOffset offset = zone.length() < 2 ? ZoneOffset.UTC : ZoneOffset.of(zone);
                String pattern =
                        switch (form) {
                            case 0 -> "uuuu-MM-dd'T'HH:mm";
                            case 1 -> "uuuu-MM-dd'T'HH:mm:ss";
                            case 2 -> "uuuu-MM-dd'T'HH:mm:ss.SSS";
                            default -> "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS";
                        };
                yield DateTimeFormatter.ofPattern(pattern).format(instant.atOffset(offset)) + zone;
            }
        };
    }

    /// Returns the moment of a stored event time; empty if it is no time.
    private static Optional<Comparable<?>> moment(Row row) {
        return switch (row.event()) {
            case null -> Optional.empty();
            case Double seconds -> Optional.<Comparable<?>>of(seconds).filter(_ -> Double.isFinite(seconds));
            case Long seconds -> Optional.of((double) seconds);
            case String text -> {
                try {
                    String upper = text.toUpperCase(java.util.Locale.ROOT);
                    boolean zoned = upper.matches(".*T.*([Z]|[+-]\\d\\d:\\d\\d)");
                    Instant instant = zoned
                            ? OffsetDateTime.parse(upper).toInstant()
                            : LocalDateTime.parse(upper).toInstant(ZoneOffset.UTC);
                    int year = Integer.parseInt(upper.substring(0, 4));
                    int offset = zoned ? OffsetDateTime.parse(upper).getOffset().getTotalSeconds() : 0;
                    yield year < 1 || Math.abs(offset) > 14 * 3600
                            ? Optional.empty()
                            : Optional.of(instant.getEpochSecond() + instant.getNano() / 1e9);
                } catch (DateTimeException | NumberFormatException e) {
                    yield Optional.empty();
                }
            }
            default -> throw new IllegalStateException(String.valueOf(row.event()));
        };
    }

    private static @Nullable Double seconds(Row row) {
        return (Double) moment(row).orElse(null);
    }

    private static final Comparator<Row> AGE = Comparator.comparing(
                    PlainHistory::seconds, Comparator.nullsFirst(Comparator.<Double>naturalOrder()))
            .thenComparing(Row::invoked, Comparator.nullsFirst(Comparator.<Integer>naturalOrder()))
            .thenComparing(Row::written, Comparator.nullsFirst(Comparator.<Integer>naturalOrder()));

    private static Comparator<Row> total(Asked asked) {
        Comparator<Row> order =
                AGE.thenComparing(Row::deleted, Comparator.nullsFirst(Comparator.<Boolean>naturalOrder()));
        if (!asked.onlyValues()) {
            order = order.thenComparing(PlainHistory::eventKey, Comparator.nullsFirst(PlainHistory::compareValues));
        }
        return order.thenComparing(Row::value, Comparator.nullsFirst(Comparator.<Double>naturalOrder()));
    }

    private static @Nullable Object eventKey(Row row) {
        return row.event();
    }

    private static int compareValues(Object a, Object b) {
        return a instanceof String text
                ? text.compareTo((String) b)
                : Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
    }

    /// Returns the exported records.
    List<String> exported(Asked asked) {
        List<Row> history = rows.stream().filter(r -> isLookedAt(r, asked)).toList();
        List<Row> kept = new ArrayList<>();
        for (String id : history.stream()
                .map(r -> String.valueOf(r.id()) + (r.id() == null))
                .distinct()
                .toList()) {
            List<Row> own = history.stream()
                    .filter(r -> (String.valueOf(r.id()) + (r.id() == null)).equals(id))
                    .toList();
            Optional<Row> tombstone = own.stream().filter(Row::tombstone).max(AGE);
            Predicate<Row> alive = r -> asked.includeDeleted()
                    || !r.tombstone() && (tombstone.isEmpty() || AGE.compare(r, tombstone.get()) > 0);
            Stream<Row> chosen = asked.latest() ? own.stream().max(total(asked)).stream() : own.stream();
            chosen.filter(alive).forEach(kept::add);
        }
        return kept.stream()
                .filter(r -> !asked.condition() || isEven(r))
                .map(r -> asked.onlyValues()
                        ? String.valueOf(r.value())
                        : r.id() + "|" + (r.event() instanceof Double d ? printed(d) : r.event()) + "|" + r.value())
                .toList();
    }

    private static String printed(double value) {
        return Double.isFinite(value)
                ? Double.toString(value)
                : value == Double.POSITIVE_INFINITY ? "Infinity" : Double.toString(value);
    }

    private static boolean isEven(Row row) {
        return row.value() != null && !row.value().isNaN() && row.value() % 2 == 0;
    }

    private static boolean isLookedAt(Row row, Asked asked) {
        boolean written = asked.asOf() < 0 || row.written() != null && row.written() <= asked.asOf();
        Double seconds = seconds(row);
        boolean ranged = asked.from() >= 0 || asked.to() >= 0;
        return written
                && (!ranged
                        || seconds != null
                                && (asked.from() < 0
                                        || seconds >= time(asked.from()).getEpochSecond())
                                && (asked.to() < 0
                                        || seconds <= time(asked.to()).getEpochSecond()));
    }

    /// Returns the counts for the warnings.
    String counted(Asked asked) {
        boolean ranged = asked.from() >= 0 || asked.to() >= 0;
        boolean text = table.equals("orders") || table.equals("texts");
        long without = rows.stream()
                .filter(r -> asked.asOf() < 0 || r.written() != null && r.written() <= asked.asOf())
                .filter(r -> seconds(r) == null)
                .filter(r -> !ranged || text && isBetween(r, asked))
                .count();
        List<Row> history = rows.stream().filter(r -> isLookedAt(r, asked)).toList();
        long hidden = asked.includeDeleted()
                ? 0
                : history.stream()
                        .filter(r -> !r.tombstone() && seconds(r) != null)
                        .filter(r -> history.stream()
                                .filter(d -> d.tombstone() && Objects.equals(d.id(), r.id()))
                                .max(AGE)
                                .filter(d -> Objects.equals(seconds(d), seconds(r)) && AGE.compare(r, d) <= 0)
                                .isPresent())
                        .map(r -> r.id() == null ? "" : r.id())
                        .distinct()
                        .count();
        return without + "|" + hidden;
    }

    /// Returns whether a text sorts between the bounds of a range, and its folder may hold times of the
    /// range.
    private boolean isBetween(Row row, Asked asked) {
        String text = (String) row.event();
        return text != null
                && (asked.from() < 0
                        || text.compareTo(TextBounds.least(time(asked.from())).orElseThrow()) >= 0)
                && (asked.to() < 0
                        || text.compareTo(TextBounds.beyond(time(asked.to())).orElseThrow()) < 0);
    }

    /// Returns a row as SQL values. The folder is that of a writer in another time zone; of a value that is
    /// no time, the folder of NULL.
    String values(Row row) {
        String event =
                switch (row.event()) {
                    case null -> "NULL";
                    case Double d -> "CAST('" + d + "' AS DOUBLE)";
                    case Object other -> "'" + other + "'";
                };
        String own = (row.id() == null ? "NULL" : "'" + row.id() + "'") + ", " + event + ", "
                + (row.value() == null ? "NULL" : "CAST('" + row.value() + "' AS DOUBLE)") + ", "
                + timestamp(row.written()) + ", " + timestamp(row.invoked()) + ", " + row.deleted();
        if (table.equals("orders")) {
            return "(" + own + ")";
        }
        Double seconds = seconds(row);
        if (seconds == null) {
            return "(" + own + ", NULL, 'abc', '', NULL)";
        }
        OffsetDateTime local =
                Instant.ofEpochSecond((long) Math.floor(seconds)).atOffset(ZoneOffset.ofHours(row.offset()));
        String form = row.offset() % 2 == 0 ? "%02d" : "%d";
        return "(" + own + ", '" + local.getYear() + "', '" + form.formatted(local.getMonthValue()) + "', '"
                + form.formatted(local.getDayOfMonth()) + "', '" + form.formatted(local.getHour()) + "')";
    }

    private static String timestamp(@Nullable Integer step) {
        return step == null
                ? "NULL"
                : "TIMESTAMP '"
                        + LocalDateTime.ofInstant(time(step), ZoneOffset.UTC)
                                .toString()
                                .replace('T', ' ') + "'";
    }
}
