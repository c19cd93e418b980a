package io.featurestore.model;

import static io.featurestore.model.RandomTable.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A random request for a random table.
///
/// @param latest whether it wants the newest records
/// @param includeDeleted whether it wants tombstones
/// @param asOf the latest time of writing
/// @param from the earliest event time
/// @param to the latest event time
/// @param named whether the request names the columns
/// @param columns the columns of the output
/// @param where the conditions that a record must meet, all of them
/// @param orderBy the sort order
/// @param limit the most records
/// @param format csv, json or parquet
record RandomRequest(
        boolean latest,
        boolean includeDeleted,
        Optional<Instant> asOf,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean named,
        boolean systemColumns,
        List<Column> columns,
        List<RandomCondition> where,
        List<Sorting> orderBy,
        OptionalInt limit,
        String format) {
    /// A sort key.
    record Sorting(Column column, boolean descending, boolean nullsFirst) {}

    static RandomRequest of(RandomTable table, SplittableRandom random) {
        boolean named = random.nextInt(5) < 2;
        boolean system = !named && random.nextInt(3) == 0;
        List<Column> columns = new ArrayList<>();
        if (named) {
            List<Column> all = new ArrayList<>(table.all());
            RandomTable.shuffle(all, random);
            columns.addAll(all.subList(0, random.nextInt(1, all.size() + 1)));
        } else {
            table.columns().stream().filter(Column::feature).forEach(columns::add);
            if (system) {
                columns.addAll(List.of(Column.WRITE_TIME, Column.API_TIME, Column.DELETED));
            }
        }
        List<Instant> times = new ArrayList<>(
                table.rows().stream().flatMap(r -> r.time().stream()).toList());
        times.add(Instant.parse("2024-01-01T00:00:00Z"));
        Optional<Instant> from = random.nextInt(3) == 0 ? Optional.of(near(times, random)) : Optional.empty();
        Optional<Instant> to = random.nextInt(3) == 0 ? Optional.of(near(times, random)) : Optional.empty();
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            Optional<Instant> earlier = to;
            to = from;
            from = earlier;
        }
        return new RandomRequest(
                random.nextInt(5) < 2,
                random.nextInt(10) < 3,
                random.nextInt(4) == 0 ? Optional.of(asOf(table, random)) : Optional.empty(),
                from,
                to,
                named,
                system,
                List.copyOf(columns),
                Stream.generate(() -> RandomCondition.of(table, random))
                        .limit(Math.max(0, random.nextInt(5) - 2))
                        .toList(),
                random.nextBoolean() ? sortings(columns, random) : List.of(),
                random.nextInt(4) == 0 ? OptionalInt.of(1 + random.nextInt(20)) : OptionalInt.empty(),
                one(List.of("csv", "json", "parquet"), random));
    }

    /// Returns one of the times, or a time shortly before or after it.
    private static Instant near(List<Instant> times, SplittableRandom random) {
        return one(times, random)
                .plus(one(
                        List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(-1), Duration.ofHours(5)),
                        random));
    }

    private static Instant asOf(RandomTable table, SplittableRandom random) {
        List<Instant> written = new ArrayList<>();
        for (Row row : table.rows()) {
            if (row.get(Column.WRITE_TIME) instanceof LocalDateTime time) {
                written.add(time.toInstant(ZoneOffset.UTC));
            }
        }
        written.add(Instant.parse("2024-07-01T02:00:00Z"));
        return one(written, random);
    }

    private static List<Sorting> sortings(List<Column> columns, SplittableRandom random) {
        List<Column> shuffled = new ArrayList<>(columns);
        RandomTable.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(Math.min(3, shuffled.size()))).stream()
                .map(column -> new Sorting(column, random.nextBoolean(), random.nextInt(3) == 0))
                .toList();
    }

    /// Returns the request as a caller writes it.
    ObjectNode json(RandomTable table, String output) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("featureGroupName", table.name())
                .put("output", output)
                .put("format", format)
                .put("compression", "none")
                .put("records", latest ? "latest" : "all")
                .put("includeDeleted", includeDeleted);
        asOf.ifPresent(time -> json.put("asOf", time.toString()));
        if (from.isPresent() || to.isPresent()) {
            ObjectNode range = json.putObject("eventTimeRange");
            from.ifPresent(time -> range.put("from", time.toString()));
            to.ifPresent(time -> range.put("to", time.toString()));
        }
        if (named) {
            columns.forEach(column -> json.withArray("columns").add(quoted(column)));
        }
        if (systemColumns) {
            json.put("systemColumns", true);
        }
        if (!where.isEmpty()) {
            json.put(
                    "where",
                    where.stream()
                            .map(condition -> condition.sql(quoted(condition.column())))
                            .collect(Collectors.joining(" AND ")));
        }
        orderBy.forEach(sorting -> json.withArray("orderBy")
                .add(quoted(sorting.column())
                        + (sorting.descending() ? " DESC" : " ASC")
                        + (sorting.nullsFirst() ? " NULLS FIRST" : " NULLS LAST")));
        limit.ifPresent(most -> json.put("limit", most));
        return json;
    }

    private static String quoted(Column column) {
        return '"' + column.name().replace("\"", "\"\"") + '"';
    }
}
