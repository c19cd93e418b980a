package io.featurestore.local.athena.files;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the partition projection of a table from its parameters
/// (docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html). With projection the registered
/// partitions do not count. Errors have the text and code of Trino
/// (`io.trino.plugin.hive.projection.PartitionProjectionProperties` and the classes beside it).
///
/// @param keys the projected values of each partition key, in their order
/// @param template the location of a partition, with a `${key}` for each key
record Projection(Map<String, ProjectedKey> keys, String template) {
    private static final Set<ChronoUnit> UNITS = EnumSet.of(
            ChronoUnit.YEARS,
            ChronoUnit.MONTHS,
            ChronoUnit.WEEKS,
            ChronoUnit.DAYS,
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS);
    private static final Set<HiveType.Kind> INTEGERS =
            EnumSet.of(HiveType.Kind.VARCHAR, HiveType.Kind.INTEGER, HiveType.Kind.BIGINT);
    private static final Set<HiveType.Kind> DATES =
            EnumSet.of(HiveType.Kind.VARCHAR, HiveType.Kind.DATE, HiveType.Kind.TIMESTAMP);

    static boolean enabled(Catalog.Table table) {
        return Boolean.parseBoolean(
                table.parameters().getOrDefault("projection.enabled", "").strip());
    }

    static Projection of(Catalog.Table table, Injection injection, Instant now) throws QueryFailure {
        if (table.partitionKeys().isEmpty()) {
            throw invalid("Partition projection cannot be enabled on a table that is not partitioned");
        }
        Map<String, ProjectedKey> keys = new LinkedHashMap<>();
        for (Catalog.Column key : table.partitionKeys()) {
            keys.put(key.name(), new Reader(table.parameters(), key, now).key(injection));
        }
        return new Projection(keys, template(table));
    }

    private static String template(Catalog.Table table) throws QueryFailure {
        Optional<String> given = Optional.ofNullable(table.parameters().get("storage.location.template"));
        if (given.isEmpty()) {
            StringBuilder usual = new StringBuilder(table.location().replaceAll("/+$", ""));
            table.partitionKeys().forEach(key -> usual.append('/')
                    .append(key.name())
                    .append("=${")
                    .append(key.name())
                    .append('}'));
            return usual.append('/').toString();
        }
        for (Catalog.Column key : table.partitionKeys()) {
            if (!given.get().contains("${" + key.name() + "}")) {
                throw invalid("Partition projection location template: " + given.get()
                        + " is missing partition column: '" + key.name() + "' placeholder");
            }
        }
        return given.get().endsWith("/") ? given.get() : given.get() + "/";
    }

    private static QueryFailure invalid(String text) {
        return QueryFailure.user("INVALID_COLUMN_PROPERTY", text);
    }

    /// Reads the projection of one key.
    ///
    /// @param parameters the parameters of the table
    private record Reader(Map<String, String> parameters, Catalog.Column column, Instant now) {
        ProjectedKey key(Injection injection) throws QueryFailure {
            String type = property("type").orElseThrow(() -> failed("Projection type property missing"));
            HiveType.Kind kind =
                    switch (HiveType.parse(column.type())) {
                        case HiveType.Scalar scalar -> scalar.kind();
                        case HiveType.ListOf list -> throw unsupported(list);
                        case HiveType.MapOf map -> throw unsupported(map);
                        case HiveType.StructOf struct -> throw unsupported(struct);
                    };
            return switch (type.toLowerCase(Locale.ROOT)) {
                case "enum" -> {
                    requireOneOf(kind, EnumSet.of(HiveType.Kind.VARCHAR));
                    // White space is part of a value: see the page on supported types.
                    yield new ProjectedKey.Choice(
                            new LinkedHashSet<>(List.of(raw("values").split(",", -1))));
                }
                case "integer" -> {
                    requireOneOf(kind, INTEGERS);
                    yield integers();
                }
                case "date" -> {
                    requireOneOf(kind, DATES);
                    yield dates(kind);
                }
                case "injected" ->
                    new ProjectedKey.Injected(injection
                            .values(column.name())
                            .orElseThrow(() -> QueryFailure.user(
                                    "CONSTRAINT_VIOLATION",
                                    "For the injected projected partition column " + column.name()
                                            + ", the WHERE clause must contain only static equality conditions, and"
                                            + " at least one such condition must be present.")));
                default -> throw failed("Unknown projection type: " + type);
            };
        }

        private ProjectedKey integers() throws QueryFailure {
            List<String> range = range();
            long step = number("interval", 1);
            long digits = number("digits", 0);
            try {
                long first = Long.parseLong(range.get(0));
                long last = Long.parseLong(range.get(1));
                if (step > 0 && digits >= 0) {
                    return new ProjectedKey.Numbers(first, last, step, (int) digits);
                }
            } catch (NumberFormatException e) {
                throw failed("Property: 'partition_projection_range' needs to be list of 2 integers");
            }
            throw failed("Properties: 'partition_projection_interval' and 'partition_projection_digits' must be"
                    + " positive integers");
        }

        private ProjectedKey dates(HiveType.Kind kind) throws QueryFailure {
            String pattern = raw("format");
            List<String> range = range();
            try {
                ProjectedDates.Format format = ProjectedDates.Format.of(pattern);
                LocalDateTime first = ProjectedDates.bound(range.get(0), format, now);
                LocalDateTime last = ProjectedDates.bound(range.get(1), format, now);
                if (first.isAfter(last)) {
                    throw new DateTimeException("the range ends before it begins");
                }
                return new ProjectedDates(
                        format, first, last, number("interval", 1), unit(format), written -> text(kind, written));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw failed("Property: 'partition_projection_range' needs to be a list of 2 valid dates formatted as '"
                        + pattern + "' or 'NOW' that are sequential: " + e.getMessage());
            }
        }

        private static String text(HiveType.Kind kind, ProjectedDates.Written written) {
            return switch (kind) {
                case DATE -> written.time().toLocalDate().toString();
                case TIMESTAMP ->
                    DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                            .format(written.time());
                default -> written.text();
            };
        }

        private ChronoUnit unit(ProjectedDates.Format format) throws QueryFailure {
            Optional<String> given = property("interval.unit");
            if (given.isEmpty()) {
                return format.usualUnit()
                        .orElseThrow(() -> failed("Property: 'partition_projection_interval_unit' needs to be set when"
                                + " provided 'partition_projection_format' is less than single-day precision. Interval"
                                + " defaults to 1 day or 1 month, respectively. Otherwise, interval is required"));
            }
            return UNITS.stream()
                    .filter(unit -> unit.name().equalsIgnoreCase(given.get()))
                    .findFirst()
                    .orElseThrow(() -> failed("Property: 'partition_projection_interval_unit' value '" + given.get()
                            + "' is invalid. Available options: " + UNITS));
        }

        private List<String> range() throws QueryFailure {
            List<String> range = Arrays.stream(raw("range").split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
            if (range.size() != 2) {
                throw failed("Property: 'partition_projection_range' needs to be a list of 2 values");
            }
            return range;
        }

        private long number(String name, long usual) throws QueryFailure {
            Optional<String> given = property(name);
            try {
                return given.isEmpty() ? usual : Long.parseLong(given.get());
            } catch (NumberFormatException e) {
                throw failed("Property: 'partition_projection_" + name + "' is no integer: " + given.get());
            }
        }

        private Optional<String> property(String name) {
            return Optional.ofNullable(parameters.get("projection." + column.name() + "." + name))
                    .map(String::strip);
        }

        private String raw(String name) throws QueryFailure {
            return Optional.ofNullable(parameters.get("projection." + column.name() + "." + name))
                    .orElseThrow(() -> failed("Missing required property: 'partition_projection_" + name + "'"));
        }

        private void requireOneOf(HiveType.Kind kind, Set<HiveType.Kind> kinds) throws QueryFailure {
            if (!kinds.contains(kind)) {
                throw unsupported(HiveType.parse(column.type()));
            }
        }

        private QueryFailure unsupported(HiveType type) {
            return failed("Unsupported column type: " + type.trino());
        }

        private QueryFailure failed(String text) {
            return invalid("Column projection for column '" + column.name() + "' failed. " + text);
        }
    }
}
