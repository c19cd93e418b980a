package io.featurestore.local.athena.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.glue.Catalog;
import java.time.Instant;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks partition projection against a plain enumeration of all partitions, as Trino does it
/// (`io.trino.plugin.hive.projection`).
class ProjectionTest {
    private static final Instant NOW = Instant.parse("2026-03-05T10:20:30.456Z");

    /// A partition of the enumeration.
    private record Expected(List<String> values, String location) {}

    /// A key with the properties of its projection, and the values and texts that the enumeration gives.
    private record Key(Catalog.Column column, Map<String, String> properties, Map<String, String> texts) {}

    @Test
    void findsThePartitionsThatAnEnumerationGives() throws Exception {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Key> keys = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                keys.add(key("k" + i, random));
            }
            boolean usual = random.nextInt(3) == 0;
            String template = usual ? "s3://data/t/" + usual(keys) : template(keys, random);
            Map<String, String> parameters = new TreeMap<>(Map.of("projection.enabled", "true"));
            keys.forEach(key -> key.properties()
                    .forEach((name, value) ->
                            parameters.put("projection." + key.column().name() + "." + name, value)));
            if (!usual) {
                parameters.put("storage.location.template", template);
            }
            Catalog.Table table = table(keys.stream().map(Key::column).toList(), parameters);
            LocationTemplate locations = new LocationTemplate(Projection.of(table, _ -> Optional.empty(), NOW));

            List<Expected> all = enumerate(keys, template);
            Set<String> known = new HashSet<>();
            for (Expected expected : all) {
                known.add(expected.location());
                assertThat(locations.place(expected.location() + "deep/a.parquet"))
                        .as("seed %d, %s", seed, expected)
                        .contains(new LocationTemplate.Place(expected.values(), "deep/a.parquet"));
            }
            for (int i = 0; i < 20; i++) {
                String other = changed(all.get(random.nextInt(all.size())).location(), random);
                if (known.stream().noneMatch(other::startsWith)) {
                    assertThat(locations.place(other + "a.parquet"))
                            .as("seed %d, %s", seed, other)
                            .isEmpty();
                }
            }
        }
    }

    private static Key key(String name, Random random) {
        Map<String, String> properties = new HashMap<>();
        Map<String, String> texts = new TreeMap<>();
        String type = "string";
        switch (random.nextInt(3)) {
            case 0 -> {
                List<String> values = List.of("a", "B b", "c-1", "ü", "x.y").subList(0, 1 + random.nextInt(5));
                properties.put("type", "enum");
                properties.put("values", String.join(",", values));
                values.forEach(value -> texts.put(value, value));
            }
            case 1 -> {
                type = List.of("string", "int", "bigint").get(random.nextInt(3));
                int first = random.nextInt(20) - 5;
                int last = first + random.nextInt(30);
                int step = 1 + random.nextInt(3);
                int digits = random.nextInt(4);
                properties.put("type", " Integer ");
                properties.put("range", first + " , " + last);
                if (step > 1 || random.nextBoolean()) {
                    properties.put("interval", Integer.toString(step));
                }
                if (digits > 0) {
                    properties.put("digits", Integer.toString(digits));
                }
                for (int number = first; number <= last; number += step) {
                    String text = digits == 0 ? Integer.toString(number) : String.format("%0" + digits + "d", number);
                    texts.put(text, text);
                }
            }
            default -> type = dates(random, properties, texts);
        }
        return new Key(new Catalog.Column(name, type), properties, texts);
    }

    private static String dates(Random random, Map<String, String> properties, Map<String, String> texts) {
        String format = List.of("yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd", "'d'yyyy-MM-dd-HH", "dd.MMM.yyyy")
                .get(random.nextInt(5));
        String type = List.of("string", "date", "timestamp").get(format.contains("HH") ? 0 : random.nextInt(3));
        ChronoUnit unit = format.contains("HH")
                ? ChronoUnit.HOURS
                : List.of(ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS).get(random.nextInt(3));
        int step = 1 + random.nextInt(2);
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
        LocalDateTime first = LocalDateTime.of(2019, 12, 30, 0, 0).plusDays(random.nextInt(70));
        LocalDateTime last = first.plus(random.nextInt(12), unit).plusDays(random.nextInt(2));
        boolean now = random.nextBoolean();
        if (now) {
            last = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC)
                    .truncatedTo(format.contains("HH") ? ChronoUnit.HOURS : ChronoUnit.DAYS);
            first = last.minusDays(10);
        }
        properties.put("type", "date");
        properties.put("format", format);
        properties.put("range", now ? "NOW-10DAYS,NOW" : formatter.format(first) + "," + formatter.format(last));
        properties.put("interval", Integer.toString(step));
        properties.put("interval.unit", unit.name());
        for (LocalDateTime time = first; !time.isAfter(last); time = time.plus(step, unit)) {
            String text = formatter.format(time);
            texts.put(
                    switch (type) {
                        case "date" -> time.toLocalDate().toString();
                        case "timestamp" -> time.toLocalDate() + " 00:00:00.000";
                        default -> text;
                    },
                    text);
        }
        return type;
    }

    private static String usual(List<Key> keys) {
        StringBuilder usual = new StringBuilder();
        keys.forEach(key -> usual.append(key.column().name())
                .append("=${")
                .append(key.column().name())
                .append("}/"));
        return usual.toString();
    }

    private static String template(List<Key> keys, Random random) {
        StringBuilder template = new StringBuilder("s3://data/some.where/");
        for (int i = keys.size() - 1; i >= 0; i--) {
            String place = "${" + keys.get(i).column().name() + "}";
            template.append(random.nextBoolean() ? "x" + place + "y" : place);
            template.append(random.nextInt(4) == 0 ? "/again-" + place : "");
            template.append(i == 0 && random.nextBoolean() ? "" : "/");
        }
        return template.toString();
    }

    private static List<Expected> enumerate(List<Key> keys, String template) {
        List<Expected> all = List.of(new Expected(List.of(), template.endsWith("/") ? template : template + "/"));
        for (Key key : keys) {
            List<Expected> next = new ArrayList<>();
            for (Expected one : all) {
                key.texts().forEach((value, text) -> {
                    List<String> values = new ArrayList<>(one.values());
                    values.add(value);
                    next.add(new Expected(
                            values, one.location().replace("${" + key.column().name() + "}", text)));
                });
            }
            all = next;
        }
        return all.stream()
                .map(one -> new Expected(one.values(), one.location().substring("s3://".length())))
                .toList();
    }

    /// Returns a location with one character changed, left out or put in.
    private static String changed(String location, Random random) {
        int at = "data/t/".length() + random.nextInt(location.length() - "data/t/".length());
        String put = String.valueOf("0123456789abx-./=".charAt(random.nextInt(17)));
        return switch (random.nextInt(3)) {
            case 0 -> location.substring(0, at) + put + location.substring(at + 1);
            case 1 -> location.substring(0, at) + location.substring(at + 1);
            default -> location.substring(0, at) + put + location.substring(at);
        };
    }

    @Test
    void takesTheValuesOfTheQueryForAnInjectedKey() throws Exception {
        Catalog.Table table = table(
                List.of(new Catalog.Column("device", "string")),
                Map.of(
                        "projection.enabled", "TRUE",
                        "projection.device.type", "injected",
                        "storage.location.template", "s3://data/${device}/v"));

        LocationTemplate locations =
                new LocationTemplate(Projection.of(table, _ -> Optional.of(List.of("a/b", "c")), NOW));

        assertThat(locations.place("data/a/b/v/x")).contains(new LocationTemplate.Place(List.of("a/b"), "x"));
        assertThat(locations.place("data/a/v/x")).isEmpty();
        assertThatThrownBy(() -> Projection.of(table, _ -> Optional.empty(), NOW))
                .isInstanceOf(QueryFailure.class)
                .hasMessage("CONSTRAINT_VIOLATION: For the injected projected partition column device, the WHERE clause"
                        + " must contain only static equality conditions, and at least one such condition must be"
                        + " present.");
    }

    /// Holds the type of the column `k`, properties of its projection, and a part of the message.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        string      |                                                  | Projection type property missing
        string      | type=other                                       | Unknown projection type: other
        string      | type=enum                                        | Missing required property
        int         | type=enum values=1,2                             | Unsupported column type: integer
        double      | type=integer range=1,2                           | Unsupported column type: double
        array<int>  | type=integer range=1,2                           | Unsupported column type: array(integer)
        string      | type=integer                                     | Missing required property
        string      | type=integer range=1                             | list of 2
        string      | type=integer range=a,b                           | list of 2 integers
        string      | type=integer range=1,2 interval=0                | positive
        string      | type=integer range=1,2 digits=x                  | no integer
        string      | type=date range=2020-01-01,2020-01-02            | Missing required property
        string      | type=date format=yyyy-MM-dd range=2020,2021      | 2 valid dates
        string      | type=date format=yyyy-MM-dd range=NOW,2020-01-01 | sequential
        string      | type=date format=yyyy-QQQQQQQ range=NOW,NOW      | 2 valid dates
        string      | type=date format=yyyy-MM-dd-HH range=NOW-1DAY,NOW | needs to be set
        string      | type=date format=yyyy-MM-dd range=NOW,NOW interval.unit=DECADES | Available options
        """)
    void refusesAProjectionThatIsNotWhole(String type, String properties, String message) {
        Map<String, String> parameters = new TreeMap<>(Map.of("projection.enabled", "true"));
        for (String property : properties == null ? new String[0] : properties.split(" ")) {
            parameters.put("projection.k." + property.split("=", 2)[0], property.split("=", 2)[1]);
        }
        Catalog.Table table = table(List.of(new Catalog.Column("k", type)), parameters);

        assertThatThrownBy(() -> Projection.of(table, _ -> Optional.empty(), NOW))
                .isInstanceOf(QueryFailure.class)
                .hasMessageStartingWith("INVALID_COLUMN_PROPERTY: Column projection for column 'k' failed. ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesATemplateThatLacksAKey() {
        Catalog.Table table = table(
                List.of(new Catalog.Column("k", "string")),
                Map.of(
                        "projection.enabled", "true",
                        "projection.k.type", "enum",
                        "projection.k.values", "a",
                        "storage.location.template", "s3://data/t/"));

        assertThatThrownBy(() -> Projection.of(table, _ -> Optional.empty(), NOW))
                .hasMessageContaining("is missing partition column: 'k' placeholder");
    }

    private static Catalog.Table table(List<Catalog.Column> keys, Map<String, String> parameters) {
        return Catalog.Table.parquet("db", "t", "s3://data/t", List.of(), keys).withParameters(parameters);
    }
}
