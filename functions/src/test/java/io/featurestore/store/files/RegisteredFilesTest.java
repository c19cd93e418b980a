package io.featurestore.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.AccessDenied;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage.Partition;
import io.featurestore.store.TableStorage.Place;
import io.featurestore.store.files.FileTables.Found;
import io.featurestore.store.objects.InMemoryObjectStore.Faults;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredFilesTest {
    private static final Table DAYS = FileTables.table("day");

    private final FileTables tables = new FileTables();

    private static Partition day(String value, String location) {
        return new Partition(List.of(value), location);
    }

    @Test
    void findsWhatLiesInThePartitionsAndCountsTheRest() {
        tables.put(
                "s3://lake/t/day=1/a",
                "s3://lake/t/day=2/a",
                "s3://lake/t/day=2/deep/er/b",
                "s3://lake/t/day=3/a",
                "s3://lake/t/top");
        Found found = tables.registered(
                DAYS, "s3://lake/t", List.of(day("1", "s3://lake/t/day=1"), day("2", "s3://lake/t/day=2/")));
        assertThat(found.keys()).containsExactly("t/day=1/a", "t/day=2/a", "t/day=2/deep/er/b");
        assertThat(found.files().getLast().partition()).isEqualTo(Map.of("day", "2"));
        assertThat(found.findings().invisible()).hasValue(2);
        assertThat(found.findings().unseen()).isEmpty();
    }

    @Test
    void countsARequestForEachPartitionAndForEachThousandFiles() {
        for (int i = 0; i < 2_100; i++) {
            tables.put("s3://lake/t/day=1/" + i);
        }
        Found found = tables.registered(
                DAYS, "s3://lake/t", List.of(day("1", "s3://lake/t/day=1"), day("2", "s3://lake/t/day=2/")));
        assertThat(found.findings().planning()).isEqualTo(new Findings.Planning(4, 0));
        assertThat(tables.registered(FileTables.table(), "s3://lake/t", List.of())
                        .findings()
                        .planning())
                .isEqualTo(new Findings.Planning(3, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "t/day=1/x.parquet, true",
        "t/day=1/sub/x, true",
        "t/day=1/_x, false",
        "t/day=1/.x, false",
        "t/day=1/_temporary/x, false",
        "t/day=1/a/.b/x, false",
        "t/day=1/a_/x., true",
        "t/day=1/folder/, false",
        "t/day=1/a%2Fb c, true",
        "t/day=1é/x, false"
    })
    void takesTheObjectsThatTheEngineTakes(String key, boolean file) {
        tables.put("s3://lake/" + key);
        Found found = tables.registered(DAYS, "s3://lake/t/", List.of(day("1", "s3://lake/t/day=1/")));
        assertThat(found.keys()).isEqualTo(file ? List.of(key) : List.of());
    }

    @Test
    void looksForHiddenNamesBelowThePartitionAlone() {
        tables.put("s3://lake/_t/day=1/a", "s3://lake/_t/_day=2/a");
        Found found = tables.registered(
                DAYS, "s3://lake/_t/", List.of(day("1", "s3://lake/_t/day=1/"), day("2", "s3://lake/_t/_day=2/")));
        assertThat(found.keys()).containsExactly("_t/_day=2/a", "_t/day=1/a");
    }

    @Test
    void readsAFileOnceForEachPartitionThatHasIt() {
        tables.put("s3://lake/t/x/a", "s3://lake/t/x/y/b");
        Found found = tables.registered(
                DAYS,
                "s3://lake/t/",
                List.of(day("1", "s3://lake/t/x/"), day("2", "s3://lake/t/x/"), day("3", "s3://lake/t/x/y/")));
        assertThat(found.files())
                .extracting(f -> f.object().uri().key() + f.partition().get("day"))
                .containsExactlyInAnyOrder("t/x/a1", "t/x/a2", "t/x/y/b1", "t/x/y/b2", "t/x/y/b3");
    }

    @Test
    void leavesOutTheValueThatStandsForNull() {
        tables.put("s3://lake/t/day=__HIVE_DEFAULT_PARTITION__/a");
        Found found = tables.registered(
                DAYS,
                "s3://lake/t/",
                List.of(day("__HIVE_DEFAULT_PARTITION__", "s3://lake/t/day=__HIVE_DEFAULT_PARTITION__")));
        assertThat(found.files().getFirst().partition()).isEmpty();
    }

    @Test
    void findsPartitionsAnywhere() {
        tables.put("s3://lake/t/day=1/a", "s3://mare/x/a", "s3://lake/old/a", "s3://lake/old/day/b");
        Found found = tables.registered(
                DAYS,
                "s3://lake/t/",
                List.of(day("1", "s3://lake/t/day=1"), day("2", "s3a://mare/x"), day("3", "s3://lake/old")));
        assertThat(found.files())
                .extracting(f -> f.object().uri() + " " + f.partition().get("day"))
                .containsExactly(
                        "s3://lake/old/a 3", "s3://lake/old/day/b 3", "s3://lake/t/day=1/a 1", "s3://mare/x/a 2");
    }

    @Test
    void seesAllOfATableWithoutPartitionKeys() {
        tables.put("s3://lake/t/a", "s3://lake/t/x/b", "s3://lake/tt/c");
        Found found = tables.registered(FileTables.table(), "s3://lake/t", List.of());
        assertThat(found.keys()).containsExactly("t/a", "t/x/b");
        assertThat(found.findings().invisible()).hasValue(0);
    }

    @Test
    void saysWhatItWasNotAllowedToSee() {
        tables.put("s3://lake/t/day=1/a", "s3://lake/t/day=2/a");
        tables.objects.inject(new Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (operation == Operation.LIST && !uri.key().startsWith("t/day=1")) {
                    throw new AccessDenied("Access denied: s3:ListBucket on " + uri + ".");
                }
            }
        });
        List<Partition> one = List.of(day("1", "s3://lake/t/day=1"));
        assertThat(tables.registered(DAYS, "s3://lake/t", one).keys()).containsExactly("t/day=1/a");
        assertThat(tables.registered(DAYS, "s3://lake/t", one).findings().unseen())
                .isEmpty();
        List<Partition> two = List.of(one.getFirst(), day("2", "s3://lake/t/day=2"));
        assertThat(tables.registered(DAYS, "s3://lake/t", two).findings().unseen())
                .hasValue("Access denied: s3:ListBucket on s3://lake/t/day=2/.");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://lake/t/, org.apache.hadoop.mapred.TextInputFormat, only Parquet files can be measured",
        "hdfs://lake/t/, , it does not start with s3://",
        "s3://lake//t/, , the key holds an empty segment"
    })
    void doesNotPretendToKnowOtherTables(String location, String format, String reason) {
        Place place = new Place(location, Optional.ofNullable(format), Map.of());
        assertThat(tables.find(DAYS, place, List.of(), RowSelection.ALL)
                        .findings()
                        .unseen()
                        .orElseThrow())
                .contains(reason);
    }

    /// Compares with a plain reading: every object below every partition's folder.
    @Test
    void findsInTheOrderOfKeysWhateverTheFoldersAre() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            FileTables own = new FileTables();
            List<String> folders = new ArrayList<>();
            List<Partition> partitions = new ArrayList<>();
            int count = 1 + random.nextInt(seed % 3 == 0 ? 300 : 20);
            for (int i = 0; i < count; i++) {
                String folder = "s3://" + (random.nextInt(9) == 0 ? "lakf" : "lake") + "/"
                        + List.of("t/", "t/", "z/", "\uFB01/", "\uD83D\uDE00/").get(random.nextInt(5)) + "y="
                        + random.nextInt(4) + "/m="
                        + random.nextInt(20) + (random.nextBoolean() ? "" : "/d=" + random.nextInt(9)) + "/";
                folders.add(folder);
                if (random.nextInt(4) > 0) {
                    partitions.add(day("v" + i, folder));
                }
            }
            List<String> all = new ArrayList<>();
            // Enough objects beside the partitions that the table is not listed whole.
            int beside = seed % 2 == 0 ? 0 : 10_001;
            for (int i = 0; i < beside; i++) {
                all.add("s3://lake/t/x=%05d/f".formatted(i));
            }
            folders.forEach(folder -> all.add(folder + "f" + random.nextInt(3)));
            all.forEach(own::put);
            List<String> expected = new ArrayList<>();
            for (String object : all.stream().distinct().toList()) {
                partitions.stream()
                        .filter(p -> object.startsWith(p.location()))
                        .forEach(p -> expected.add(object + p.values()));
            }
            Found found = own.registered(DAYS, "s3://lake/t/", partitions);
            assertThat(found.files())
                    .as("seed " + seed)
                    .extracting(f -> f.object().uri() + "[" + f.partition().get("day") + "]")
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found.files())
                    .extracting(f -> f.object().uri().toString().getBytes(StandardCharsets.UTF_8))
                    .isSortedAccordingTo(Comparator.comparing(b -> b, Arrays::compareUnsigned));
        }
    }
}
