package io.featurestore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.QueryFailed;
import io.featurestore.store.Table;
import io.featurestore.store.files.FileTables.Found;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectedFilesTest {
    private final FileTables tables = new FileTables();

    /// Selects partitions whose known values are all allowed.
    record Allowed(Map<String, Set<String>> values, Set<String> asConstants) implements RowSelection {
        @Override
        public boolean mayKeep(Map<String, String> partition) {
            return partition.entrySet().stream()
                    .allMatch(e -> !values.containsKey(e.getKey())
                            || values.get(e.getKey()).contains(e.getValue()));
        }

        @Override
        public Optional<Set<Object>> values(String key) {
            return asConstants.contains(key) ? Optional.of(Set.copyOf(values.get(key))) : Optional.empty();
        }

        @Override
        public List<ColumnRange> ranges() {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return List.of();
        }
    }

    private static Map<String, String> parameters(String settings) {
        Map<String, String> parameters = new HashMap<>(Map.of("projection.enabled", "true"));
        for (String setting : settings.split(";")) {
            parameters.put(setting.split("=", 2)[0].strip(), setting.split("=", 2)[1]);
        }
        return parameters;
    }

    /// Each case: the settings of key `k`, values that it has, and values that it does not have.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        enum    | values=a,B, c                                      | a;B; c           | b;c;A
        Enum    | values=x                                           | x                | y
        integer | range=0,10                                         | 0;7;10           | 11;-1;07;+1;1.0
        integer | range= -3 , 3 ;interval=3                          | -3;0;3           | 1;-2
        integer | range=0001,0012;digits=2                           | 01;12            | 1;13;001
        integer | range=1,3;digits=2;interval=2                      | 01;03            | 02;3
        integer | range=-9223372036854775808,9223372036854775807     | 0;-9223372036854775808 | 9223372036854775808
        date    | range=2024-01-01,2024-02-10;format=yyyy-MM-dd      | 2024-01-01;2024-02-10;2024-01-31 | 2023-12-31;2024-02-11;2024-1-1;2024-02-30
        date    | range=2017-01,2018-12;format=yyyy-MM               | 2017-01;2018-12  | 2016-12;2019-01;2017-13
        date    | range=2017-01,2018-12;format=yyyy-MM;interval=2;interval.unit=MONTHS | 2017-01;2017-03 | 2017-02
        date    | range=201701,201812;format=yyyyMM                  | 201701;201712    | 201713;2017-01
        date    | range=2020,2024;format=yyyy;interval.unit=YEARS    | 2020;2024        | 2019;2025;20
        date    | range=01-01-2010,12-31-2018;format=MM-dd-yyyy      | 01-01-2010;12-31-2018 | 31-12-2018
        date    | range=2024-01-31,2024-06-30;format=yyyy-MM-dd;interval=1;interval.unit=MONTHS | 2024-01-31;2024-02-29;2024-03-29;2024-05-29 | 2024-03-31;2024-04-30
        date    | range=2024-01-01-00,2024-01-02-23;format=yyyy-MM-dd-HH;interval=6;interval.unit=hours | 2024-01-01-06;2024-01-02-18 | 2024-01-01-07;2024-01-03-00
        date    | range=2024-01-01,2024-03-01;format=yyyy-MM-dd;interval=2;interval.unit=WEEKS | 2024-01-15;2024-02-26 | 2024-01-08
        date    | range=NOW-3YEARS,NOW;format=yyyy-MM-dd             | 2021-05-17;2024-05-17 | 2021-05-16;2024-05-18
        date    | range= NOW - 2 DAYS ,NOW+1MONTH;format=yyyy-MM-dd  | 2024-05-15;2024-06-17 | 2024-05-14;2024-06-18
        date    | range=2024-05-17 12:00,NOW;format=yyyy-MM-dd HH:mm;interval=30;interval.unit=MINUTES | 2024-05-17 13:30 | 2024-05-17 14:00;2024-05-17 13:45
        """)
    void knowsTheValuesOfAKey(String type, String settings, String has, String lacks) {
        String names = java.util.Arrays.stream(settings.split(";"))
                .map(setting -> "projection.k." + setting)
                .collect(Collectors.joining(";"));
        for (String value : (has + ";" + lacks).split(";")) {
            tables.put("s3://lake/t/" + value + "/f");
        }
        Map<String, String> parameters =
                parameters("projection.k.type=" + type + ";" + names + ";storage.location.template=s3://lake/t/${k}/");
        Found found = tables.projected(FileTables.table("k"), "s3://lake/t", parameters, RowSelection.ALL);
        assertThat(found.files())
                .extracting(file -> file.partition().get("k"))
                .containsExactlyInAnyOrder(has.split(";"));
        assertThat(found.findings().invisible()).hasValue(lacks.split(";").length);
    }

    /// Each case: keys, settings, an object and the values of its partition; empty if it is invisible.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        d:date      | d.type=date;d.range=2024/01/01,NOW;d.format=yyyy/MM/dd;T=s3://lake/t/${d}/ | t/2024/02/03/f | {d=2024-02-03}
        d:date      | d.type=date;d.range=2024-01-01,NOW;d.format=yyyy-MM-dd                  | t/d=2024-02-03/f | {d=2024-02-03}
        d           | d.type=date;d.range=2024/01/01,NOW;d.format=yyyy/MM/dd;T=s3://lake/t/${d}  | t/2024/02/03/f | {d=2024/02/03}
        d           | d.type=date;d.range=2024/01/01,NOW;d.format=yyyy/MM/dd;T=s3://lake/t/${d}  | t/2024/02/03f  | ''
        d           | d.type=date;d.range=2024/01/01,NOW;d.format=yyyy/MM/dd                  | t/d=2024%2F02%2F03/f | {d=2024/02/03}
        y,m         | y.type=integer;y.range=1,99;m.type=integer;m.range=1,12;m.digits=2      | t/y=7/m=03/deep/f | {m=03, y=7}
        y,m         | y.type=integer;y.range=1,9999;m.type=integer;m.range=1,12;m.digits=2;T=s3://lake/x/${y}${m} | x/202403/f | {m=03, y=2024}
        y,m         | y.type=integer;y.range=1,9;m.type=integer;m.range=1,9;T=s3://lake/x/${m}/a-${y}-${m}/z/ | x/3/a-5-3/z/f | {m=3, y=5}
        y,m         | y.type=integer;y.range=1,9;m.type=integer;m.range=1,9;T=s3://lake/x/${m}/a-${y}-${m}/z/ | x/3/a-5-4/z/f | ''
        e           | e.type=enum;e.values=a/b,c;T=s3n://lake/t/${E}/                            | t/a/b/f | {e=a/b}
        e           | e.type=enum;e.values=a=b                                                | t/e=a%3Db/f | {e=a=b}
        e           | e.type=enum;e.values=a=b                                                | t/e=a=b/f | ''
        """)
    void readsTheValuesOffTheLocation(String keys, String settings, String object, String values) {
        tables.put("s3://lake/" + object);
        String text = java.util.Arrays.stream(settings.split(";"))
                .map(s -> s.startsWith("T=") ? s.replaceFirst("T", "storage.location.template") : "projection." + s)
                .collect(Collectors.joining(";"));
        Found found =
                tables.projected(FileTables.table(keys.split(",")), "s3://lake/t/", parameters(text), RowSelection.ALL);
        assertThat(found.files().stream()
                        .map(file -> new java.util.TreeMap<>(file.partition()).toString())
                        .collect(Collectors.joining()))
                .isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        type=list                                            | projection.k.type is 'list', and must be enum, integer, date or injected
        values=a                                             | projection.k.type is missing
        type=enum                                            | projection.k.values is missing
        type=enum;values=,                                   | projection.k.values is ',', and it has no value
        type=integer                                         | projection.k.range is missing
        type=integer;range=1-3                               | projection.k.range is '1-3', and it is not two integers with a comma between them
        type=integer;range=1,x                               | projection.k.range is '1,x', and 'x' is not an integer
        type=integer;range=3,1                               | its first number is greater than its second
        type=integer;range=1,3;interval=0                    | projection.k.interval is '0', and must be a positive integer
        type=integer;range=1,3;digits=two                    | projection.k.digits is 'two', and must be a positive integer
        type=date;range=2024-01-01,NOW                       | projection.k.format is missing
        type=date;format=yyyy-MM-dd;range=2024-01-01,later   | 'later' is neither a date in the format 'yyyy-MM-dd' nor relative to NOW
        type=date;format=bad{;range=2024-01-01,NOW           | projection.k.format is 'bad{', and
        type=date;format=MM-dd;range=01-01,12-31             | '01-01' is neither a date
        type=date;format=yyyy-MM-dd;range=NOW,NOW-1DAY       | its first date is after its second
        type=date;format=yyyy-MM-dd-HH;range=2024-01-01-00,NOW | projection.k.interval.unit is missing, and projection.k.format 'yyyy-MM-dd-HH' is finer than a day
        type=date;format=yyyy;range=2020,NOW;interval.unit=decades | must be YEARS, MONTHS, WEEKS, DAYS, HOURS, MINUTES, SECONDS or MILLIS
        type=enum;values=a;T=s3://lake/t/                       | storage.location.template is 's3://lake/t/', and it has no placeholder ${k}
        type=enum;values=a;T=s3://lake/${k}/${l}/               | it has the placeholder ${l}, and the table has no such partition key
        """)
    void refusesBadSettingsByName(String settings, String message) {
        String text = java.util.Arrays.stream(settings.split(";"))
                .map(s -> s.startsWith("T=") ? s.replaceFirst("T", "storage.location.template") : "projection.k." + s)
                .collect(Collectors.joining(";"));
        assertThatThrownBy(() ->
                        tables.projected(FileTables.table("k"), "s3://lake/t", parameters(text), RowSelection.ALL))
                .isInstanceOf(QueryFailed.class)
                .hasMessageContaining("The partition projection of table db.t is not valid: ")
                .hasMessageContaining(message);
    }

    /// Nobody can list 9,999 years of hours.
    @Test
    void countsThePartitionsWithFilesIfThereAreTooManyOthers() {
        tables.put(
                "s3://lake/t/year=2024/hour=1/a", "s3://lake/t/year=2024/hour=1/b", "s3://lake/t/year=2024/hour=2/a");
        Table table = FileTables.table("year", "hour");
        String hours = ";projection.hour.type=integer;projection.hour.range=0,23";
        assertThat(lists(table, "projection.year.type=integer;projection.year.range=1,20000" + hours))
                .isEqualTo(2);
        assertThat(lists(table, "projection.year.type=integer;projection.year.range=2024,2026" + hours))
                .isEqualTo(72);
    }

    private long lists(Table table, String settings) {
        return tables.projected(table, "s3://lake/t", parameters(settings), RowSelection.ALL)
                .findings()
                .planning()
                .lists();
    }

    @Test
    void ignoresRegisteredPartitionsAndTurnsOffAgain() {
        tables.put("s3://lake/t/k=a/f");
        Map<String, String> parameters = parameters("projection.k.type=enum;projection.k.values=b");
        assertThat(tables.projected(FileTables.table("k"), "s3://lake/t", parameters, RowSelection.ALL)
                        .keys())
                .isEmpty();
        parameters.put("projection.enabled", "False");
        assertThat(tables.find(
                                FileTables.table("k"),
                                new io.featurestore.store.TableStorage.Place(
                                        "s3://lake/t", Optional.empty(), parameters),
                                List.of(new io.featurestore.store.TableStorage.Partition(
                                        List.of("a"), "s3://lake/t/k=a")),
                                RowSelection.ALL)
                        .keys())
                .containsExactly("t/k=a/f");
    }

    @Test
    void needsAValueForAnInjectedKey() {
        tables.put("s3://lake/t/d1/f", "s3://lake/t/d2/f", "s3://lake/t/d2/x/f");
        Table table = FileTables.table("device");
        Map<String, String> parameters =
                parameters("projection.device.type=injected;storage.location.template=s3://lake/t/${device}/");
        assertThatThrownBy(() -> tables.projected(table, "s3://lake/t", parameters, RowSelection.ALL))
                .isInstanceOf(InvalidQuery.class)
                .hasMessage(
                        "The partition key 'device' of table db.t has injected projection, so Athena needs its value"
                                + " wherever it reads the table. Set records to all, includeDeleted to true, and where to a condition"
                                + " that includes device = 'a value' or device IN ('a value', 'another').");
        Allowed two = new Allowed(Map.of("device", Set.of("d2", "none")), Set.of("device"));
        Found found = tables.projected(table, "s3://lake/t", parameters, two);
        assertThat(found.keys()).containsExactly("t/d2/f", "t/d2/x/f");
        assertThat(found.files()).allMatch(file -> file.partition().equals(Map.of("device", "d2")));
    }

    @Test
    void saysThatItCannotListABucketThatDependsOnAKey() {
        Map<String, String> parameters =
                parameters("projection.k.type=enum;projection.k.values=a;storage.location.template=s3://lake-${k}/t/");
        assertThat(tables.projected(FileTables.table("k"), "s3://lake/t", parameters, RowSelection.ALL)
                        .findings()
                        .unseen()
                        .orElseThrow())
                .contains("name no bucket");
    }

    /// A key of a random projection, with all its values by plain enumeration.
    private record RandomKey(String name, String settings, List<String> values) {}

    /// Compares with the plain way: enumerate all partitions, and look below the location of each.
    @Test
    void findsWhatPlainEnumerationFinds() {
        int files = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            List<RandomKey> keys = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                keys.add(key("k" + i, List.of(250, 30, 8).get(count - 1), random));
            }
            String template = template(keys, random);
            Map<String, Map<String, String>> partitions = new LinkedHashMap<>();
            partitions(keys, 0, new LinkedHashMap<>(), template, partitions);
            FileTables own = new FileTables();
            Set<String> objects = new LinkedHashSet<>();
            List<String> locations = List.copyOf(partitions.keySet());
            for (int i = 0; i < 25; i++) {
                String location = locations.get(random.nextInt(locations.size()));
                objects.add(location + (random.nextInt(4) == 0 ? "sub/" : "") + "f" + random.nextInt(3));
                objects.add(spoiled(location, random) + "g");
            }
            // Enough objects beside the partitions that the table is not listed whole.
            for (int i = 0; i < (seed % 20 == 0 ? 10_001 : 0); i++) {
                objects.add("s3://lake/t/000/%05d".formatted(i));
            }
            objects.forEach(own::put);
            Allowed allowed = allowed(keys, random);
            List<String> expected = new ArrayList<>();
            partitions.forEach((location, values) -> {
                if (allowed.mayKeep(values)) {
                    objects.stream()
                            .filter(object -> object.startsWith(location))
                            .forEach(object -> expected.add(object + new java.util.TreeMap<>(values)));
                }
            });
            Map<String, String> parameters =
                    parameters(keys.stream().map(RandomKey::settings).collect(Collectors.joining(";")));
            if (!template.startsWith("s3://lake/t/k0=")) {
                parameters.put("storage.location.template", template);
            }
            Found found = own.projected(
                    FileTables.table(keys.stream().map(RandomKey::name).toArray(String[]::new)),
                    "s3://lake/t/",
                    parameters,
                    allowed);
            assertThat(found.files())
                    .as("seed " + seed + " " + parameters)
                    .extracting(file -> file.object().uri() + new java.util.TreeMap<>(file.partition()).toString())
                    .containsExactlyInAnyOrderElementsOf(expected);
            // Athena lists the folder of every projected partition, whether it exists or not.
            assertThat(found.findings().planning().lists())
                    .as("seed " + seed + " " + parameters)
                    .isEqualTo(partitions.values().stream()
                            .filter(allowed::mayKeep)
                            .count());
            files += expected.size();
        }
        assertThat(files).isGreaterThan(2_000);
    }

    private static RandomKey key(String name, int most, Random random) {
        String prefix = "projection." + name + ".";
        return switch (random.nextInt(3)) {
            case 0 -> {
                List<String> all = List.of("a", "b c", "A", "é", "x-1", "2024");
                List<String> values = all.subList(0, 1 + random.nextInt(all.size()));
                yield new RandomKey(
                        name, prefix + "type=enum;" + prefix + "values=" + String.join(",", values), values);
            }
            case 1 -> {
                int from = random.nextInt(12) - 3;
                int to = from + random.nextInt(most);
                int interval = 1 + random.nextInt(3);
                int digits = random.nextInt(4);
                List<String> values = new ArrayList<>();
                for (int i = from; i <= to; i += interval) {
                    values.add(digits == 0 ? "" + i : String.format(Locale.ROOT, "%0" + digits + "d", i));
                }
                yield new RandomKey(
                        name,
                        prefix + "type=integer;" + prefix + "range=" + from + "," + to + ";" + prefix + "interval="
                                + interval + (digits == 0 ? "" : ";" + prefix + "digits=" + digits),
                        values);
            }
            default -> date(name, prefix, most, random);
        };
    }

    private static RandomKey date(String name, String prefix, int most, Random random) {
        String format =
                List.of("yyyy-MM-dd", "yyyyMMdd", "yyyy-MM", "yyyy-MM-dd-HH").get(random.nextInt(4));
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
        ChronoUnit unit = format.endsWith("HH")
                ? ChronoUnit.HOURS
                : format.endsWith("yyyy-MM")
                        ? ChronoUnit.MONTHS
                        : List.of(ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS)
                                .get(random.nextInt(3));
        int interval = 1 + random.nextInt(4);
        LocalDateTime from = LocalDateTime.of(2023, 1 + random.nextInt(12), 1, 0, 0);
        if (format.contains("dd")) {
            from = from.plusDays(random.nextInt(31));
        }
        LocalDateTime to = from.plus(random.nextInt(most), unit);
        List<String> values = new ArrayList<>();
        for (LocalDateTime at = from; !at.isAfter(to); at = at.plus(interval, unit)) {
            values.add(formatter.format(at));
        }
        return new RandomKey(
                name,
                prefix + "type=date;" + prefix + "format=" + format + ";" + prefix + "range=" + formatter.format(from)
                        + "," + formatter.format(to) + ";" + prefix + "interval=" + interval + ";" + prefix
                        + "interval.unit=" + unit.name().toLowerCase(Locale.ROOT),
                values);
    }

    private static String template(List<RandomKey> keys, Random random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                keys.stream()
                        .map(k -> k.name() + "=${" + k.name() + "}")
                        .collect(Collectors.joining("/", "s3://lake/t/", "/"));
            case 1 ->
                keys.stream().map(k -> "${" + k.name() + "}").collect(Collectors.joining("/p-", "s3://lake/t/p-", "/"));
            default ->
                keys.reversed().stream()
                        .map(k -> "${" + k.name() + "}")
                        .collect(Collectors.joining("_", "s3://lake/t/x", "/y/"));
        };
    }

    private static void partitions(
            List<RandomKey> keys,
            int at,
            Map<String, String> values,
            String location,
            Map<String, Map<String, String>> partitions) {
        if (at == keys.size()) {
            partitions.put(location, Map.copyOf(values));
            return;
        }
        for (String value : keys.get(at).values()) {
            values.put(keys.get(at).name(), value);
            partitions(
                    keys, at + 1, values, location.replace("${" + keys.get(at).name() + "}", value), partitions);
        }
        values.remove(keys.get(at).name());
    }

    /// Changes one character of a location below the table's, or appends to it.
    private static String spoiled(String location, Random random) {
        int at = "s3://lake/t/".length() + random.nextInt(location.length() - "s3://lake/t/".length());
        char other = "019ax-=/".charAt(random.nextInt(8));
        String spoiled = location.substring(0, at) + other + location.substring(at + 1);
        return spoiled.indexOf("//", 5) > 0 ? location + "0/" : spoiled;
    }

    private static Allowed allowed(List<RandomKey> keys, Random random) {
        Map<String, Set<String>> values = new HashMap<>();
        Set<String> constants = new LinkedHashSet<>();
        for (RandomKey key : keys) {
            if (random.nextBoolean()) {
                Set<String> some =
                        key.values().stream().filter(v -> random.nextInt(3) > 0).collect(Collectors.toSet());
                values.put(key.name(), some);
                if (random.nextBoolean()) {
                    constants.add(key.name());
                }
            }
        }
        return new Allowed(values, constants);
    }
}
