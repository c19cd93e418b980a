package io.featurestore.local.conformance.glue;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/// Checks the data catalog against the API reference of Glue:
/// [CreateTable](https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html),
/// [GetTables](https://docs.aws.amazon.com/glue/latest/webapi/API_GetTables.html),
/// [GetPartitions](https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html), BatchCreatePartition
/// (docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html) and the pages beside them.
class CatalogConformanceTest {
    @TempDir
    static Path folder;

    private static Services services;
    private static GlueClient glue;

    private String database;

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        glue = services.glue();
    }

    @AfterAll
    static void close() {
        services.close();
    }

    @BeforeEach
    void create(TestInfo test) {
        database = "db_"
                + Integer.toHexString(
                        test.getDisplayName().hashCode() ^ test.getTestMethod().hashCode());
        glue.createDatabase(r -> r.databaseInput(d ->
                d.name(database).description("tested").locationUri("s3://data/").parameters(Map.of("k", "v"))));
    }

    @Test
    void keepsADatabase() {
        Database kept = glue.getDatabase(r -> r.name(database)).database();

        assertThat(kept.name()).isEqualTo(database);
        assertThat(kept.description()).isEqualTo("tested");
        assertThat(kept.locationUri()).isEqualTo("s3://data/");
        assertThat(kept.parameters()).isEqualTo(Map.of("k", "v"));
        assertThat(kept.createTime()).isNotNull();
        assertRefused(
                () -> glue.createDatabase(r -> r.databaseInput(d -> d.name(database))), 400, "AlreadyExistsException");
        assertThat(glue.getDatabasesPaginator(r -> r.maxResults(1)).stream()
                        .flatMap(page -> page.databaseList().stream()))
                .extracting(Database::name)
                .contains(database);
        glue.deleteDatabase(r -> r.name(database));
        assertRefused(() -> glue.getDatabase(r -> r.name(database)), 400, "EntityNotFoundException");
        assertRefused(() -> glue.deleteDatabase(r -> r.name(database)), 400, "EntityNotFoundException");
    }

    @Test
    void foldsNamesToLowerCase() {
        glue.createDatabase(r -> r.databaseInput(d -> d.name(database + "_UPPER")));
        glue.createTable(r -> r.databaseName(database + "_Upper").tableInput(t -> t.name("Orders")));

        Table table = glue.getTable(r -> r.databaseName(database + "_uPPer").name("ORDERS"))
                .table();
        assertThat(table.name()).isEqualTo("orders");
        assertThat(table.databaseName()).isEqualTo(database + "_upper");
        assertRefused(
                () -> glue.createTable(r -> r.databaseName(database + "_upper").tableInput(t -> t.name("oRDERS"))),
                400,
                "AlreadyExistsException");
    }

    @Test
    void keepsATableAsItWasGiven() {
        TableInput input = table("orders").toBuilder()
                .description("of a shop")
                .owner("me")
                .retention(3)
                .tableType("EXTERNAL_TABLE")
                .parameters(Map.of("classification", "parquet", "projection.enabled", "false"))
                .build();
        glue.createTable(r -> r.databaseName(database).tableInput(input));

        Table kept = glue.getTable(r -> r.databaseName(database).name("orders")).table();

        assertThat(kept.description()).isEqualTo("of a shop");
        assertThat(kept.owner()).isEqualTo("me");
        assertThat(kept.retention()).isEqualTo(3);
        assertThat(kept.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(kept.parameters()).isEqualTo(input.parameters());
        assertThat(kept.storageDescriptor()).isEqualTo(input.storageDescriptor());
        assertThat(kept.partitionKeys()).isEqualTo(input.partitionKeys());
        assertThat(kept.createTime()).isNotNull();
        assertThat(kept.updateTime()).isNotNull();
    }

    @Test
    void replacesATableAsAWhole() {
        glue.createTable(r -> r.databaseName(database)
                .tableInput(table("orders").toBuilder().description("old").build()));

        glue.updateTable(r -> r.databaseName(database)
                .tableInput(TableInput.builder()
                        .name("orders")
                        .storageDescriptor(s -> s.location("s3://data/new/"))
                        .build()));

        Table kept = glue.getTable(r -> r.databaseName(database).name("orders")).table();
        assertThat(kept.storageDescriptor().location()).isEqualTo("s3://data/new/");
        assertThat(kept.description()).isNull();
        assertThat(kept.storageDescriptor().columns()).isEmpty();
    }

    /// Holds a regular expression over the tables orders, orders_old and customers, and those that match it as a
    /// whole.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -                | customers,orders,orders_old
        orders           | orders
        orders.*         | orders,orders_old
        .*o.*            | customers,orders,orders_old
        'customers|orders' | customers,orders
        c.*              | customers
        none             | -
        """)
    void listsTheTablesWhoseNamesMatch(String expression, String names) {
        for (String name : List.of("orders", "orders_old", "customers")) {
            glue.createTable(r -> r.databaseName(database).tableInput(table(name)));
        }

        List<String> expected = names == null ? List.of() : Arrays.asList(names.split(","));
        assertThat(glue.getTables(r -> r.databaseName(database).expression(expression))
                        .tableList())
                .extracting(Table::name)
                .containsExactlyInAnyOrderElementsOf(expected);
        List<String> paged = new ArrayList<>();
        glue.getTablesPaginator(
                        r -> r.databaseName(database).expression(expression).maxResults(1))
                .forEach(page -> {
                    assertThat(page.tableList()).hasSizeLessThanOrEqualTo(1);
                    page.tableList().forEach(table -> paged.add(table.name()));
                });
        assertThat(paged).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void refusesPagesOutsideTheirConstraints() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));

        assertRefused(
                () -> glue.getTables(r -> r.databaseName(database).maxResults(101)), 400, "InvalidInputException");
        assertRefused(() -> glue.getTables(r -> r.databaseName(database).maxResults(0)), 400, "InvalidInputException");
        assertRefused(() -> glue.getDatabases(r -> r.maxResults(101)), 400, "InvalidInputException");
        assertRefused(
                () -> glue.getPartitions(
                        r -> r.databaseName(database).tableName("orders").maxResults(1001)),
                400,
                "InvalidInputException");
        assertRefused(
                () -> glue.getPartitions(
                        r -> r.databaseName(database).tableName("orders").nextToken("?")),
                400,
                "InvalidInputException");
        assertRefused(
                () -> glue.getTables(r -> r.databaseName(database).expression("[")), 400, "InvalidInputException");
    }

    @Test
    void knowsNothingThatWasNotCreated() {
        assertRefused(() -> glue.getTable(r -> r.databaseName(database).name("none")), 400, "EntityNotFoundException");
        assertRefused(() -> glue.getTable(r -> r.databaseName("none").name("none")), 400, "EntityNotFoundException");
        assertRefused(() -> glue.getTables(r -> r.databaseName("none")), 400, "EntityNotFoundException");
        assertRefused(
                () -> glue.deleteTable(r -> r.databaseName(database).name("none")), 400, "EntityNotFoundException");
        assertRefused(
                () -> glue.updateTable(r -> r.databaseName(database).tableInput(table("none"))),
                400,
                "EntityNotFoundException");
        assertRefused(
                () -> glue.createTable(r -> r.databaseName("none").tableInput(table("t"))),
                400,
                "EntityNotFoundException");
        assertRefused(
                () -> glue.getPartitions(r -> r.databaseName(database).tableName("none")),
                400,
                "EntityNotFoundException");
        assertRefused(
                () -> glue.createPartition(
                        r -> r.databaseName(database).tableName("none").partitionInput(p -> p.values("2026", "01"))),
                400,
                "EntityNotFoundException");
    }

    @Test
    void removesATableWithItsPartitions() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.createPartition(
                r -> r.databaseName(database).tableName("orders").partitionInput(p -> p.values("2026", "01")));

        glue.deleteTable(r -> r.databaseName(database).name("orders"));
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));

        assertThat(glue.getPartitions(r -> r.databaseName(database).tableName("orders"))
                        .partitions())
                .isEmpty();
    }

    @Test
    void addsPartitionsAndTellsWhichWereThere() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.createPartition(
                r -> r.databaseName(database).tableName("orders").partitionInput(p -> p.values("2026", "01")));

        var answer = glue.batchCreatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionInputList(partition("2026", "01"), partition("2026", "02")));

        assertThat(answer.errors()).hasSize(1);
        assertThat(answer.errors().getFirst().partitionValues()).containsExactly("2026", "01");
        assertThat(answer.errors().getFirst().errorDetail().errorCode()).isEqualTo("AlreadyExistsException");
        assertThat(values(glue.getPartitions(r -> r.databaseName(database).tableName("orders"))))
                .containsExactlyInAnyOrder("2026/01", "2026/02");
        assertRefused(
                () -> glue.createPartition(
                        r -> r.databaseName(database).tableName("orders").partitionInput(partition("2026", "02"))),
                400,
                "AlreadyExistsException");
        assertRefused(
                () -> glue.createPartition(
                        r -> r.databaseName(database).tableName("orders").partitionInput(partition("2026"))),
                400,
                "InvalidInputException");
    }

    @Test
    void addsAtMostAHundredPartitionsInOneCall() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        List<PartitionInput> partitions = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            partitions.add(partition("2026", Integer.toString(i)));
        }

        assertRefused(
                () -> glue.batchCreatePartition(
                        r -> r.databaseName(database).tableName("orders").partitionInputList(partitions)),
                400,
                "InvalidInputException");
        assertThat(glue.batchCreatePartition(r -> r.databaseName(database)
                                .tableName("orders")
                                .partitionInputList(partitions.subList(0, 100)))
                        .errors())
                .isEmpty();
        assertThat(
                        glue
                                .getPartitionsPaginator(r -> r.databaseName(database)
                                        .tableName("orders")
                                        .maxResults(33))
                                .stream()
                                .map(page -> page.partitions().size()))
                .containsExactly(33, 33, 33, 1);
    }

    /// Holds an expression over the partitions of 2025 and 2026 with the months 01 and 02, and those that it
    /// keeps.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        -                                        | 2025/01,2025/02,2026/01,2026/02
        year = '2026'                            | 2026/01,2026/02
        year='2026'                              | 2026/01,2026/02
        YEAR = '2026'                            | 2026/01,2026/02
        year = '2026' AND month = '01'           | 2026/01
        year = '2026' and month = '02'           | 2026/02
        month IN ('01')                          | 2025/01,2026/01
        month in ('01', '02') AND year = '2025'  | 2025/01,2025/02
        year = '2027'                            | -
        year >= '2026' and month < '02'          | 2026/01
        year <> '2026'                           | 2025/01,2025/02
        year > '2025' OR month = '01'            | 2025/01,2026/01,2026/02
        not (year = '2025')                      | 2026/01,2026/02
        month BETWEEN '02' AND '03'              | 2025/02,2026/02
        month not in ('02')                      | 2025/01,2026/01
        year LIKE '%5'                           | 2025/01,2025/02
        year like '202_' and month is not null   | 2025/01,2025/02,2026/01,2026/02
        month IS NULL                            | -
        """)
    void listsThePartitionsThatAnExpressionKeeps(String expression, String kept) {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.batchCreatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionInputList(
                        partition("2025", "01"),
                        partition("2025", "02"),
                        partition("2026", "01"),
                        partition("2026", "02")));

        assertThat(values(glue.getPartitions(
                        r -> r.databaseName(database).tableName("orders").expression(expression))))
                .containsExactlyInAnyOrderElementsOf(kept == null ? List.of() : Arrays.asList(kept.split(",")));
    }

    /// Holds an expression over the partitions 9, 10 and 100 of a key of type int, and those that it keeps.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        n > 9              | 10,100
        n > '9'            | 10,100
        n IN (010, 9)      | 9,10
        n between -1 and 9 | 9
        """)
    void comparesPartitionsByTheTypeOfTheKey(String expression, String kept) {
        glue.createTable(r -> r.databaseName(database)
                .tableInput(table("numbers").toBuilder()
                        .partitionKeys(Column.builder().name("n").type("int").build())
                        .build()));
        glue.batchCreatePartition(r -> r.databaseName(database)
                .tableName("numbers")
                .partitionInputList(partition("9"), partition("10"), partition("100")));

        assertThat(values(glue.getPartitions(
                        r -> r.databaseName(database).tableName("numbers").expression(expression))))
                .containsExactly(kept.split(","));
        for (String wrong : List.of("n = 'x'", "n like '1%'", "m = 1", "n + 1 = 2", "n =", "count(n) = 1")) {
            assertRefused(
                    () -> glue.getPartitions(
                            r -> r.databaseName(database).tableName("numbers").expression(wrong)),
                    400,
                    "InvalidInputException");
        }
        glue.createPartition(r -> r.databaseName(database).tableName("numbers").partitionInput(partition("x")));
        assertRefused(
                () -> glue.getPartitions(
                        r -> r.databaseName(database).tableName("numbers").expression("n = 1")),
                400,
                "InvalidStateException");
    }

    @Test
    void countsTheVersionsOfATableAndRefusesToReplaceAnOlderOne() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        assertThat(version()).isEqualTo("0");

        glue.updateTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.updateTable(r -> r.databaseName(database)
                .tableInput(table("orders"))
                .skipArchive(true)
                .versionId("1"));

        assertThat(version()).isEqualTo("2");
        assertRefused(
                () -> glue.updateTable(r ->
                        r.databaseName(database).tableInput(table("orders")).versionId("1")),
                400,
                "ConcurrentModificationException");
        assertThat(version()).isEqualTo("2");
        glue.deleteTable(r -> r.databaseName(database).name("orders"));
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        assertThat(version()).isEqualTo("0");
    }

    private String version() {
        return glue.getTable(r -> r.databaseName(database).name("orders"))
                .table()
                .versionId();
    }

    @Test
    void letsOneOfManyWritersReplaceAVersion() throws InterruptedException {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        AtomicInteger replaced = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            writers.add(Thread.ofVirtual().start(() -> {
                for (int change = 0; change < 5; change++) {
                    String read = version();
                    try {
                        glue.updateTable(r -> r.databaseName(database)
                                .tableInput(table("orders"))
                                .versionId(read));
                        replaced.incrementAndGet();
                    } catch (ConcurrentModificationException e) {
                        assertThat(e.awsErrorDetails().errorMessage()).contains("concurrent modifications");
                    }
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(version()).isEqualTo(Integer.toString(replaced.get()));
    }

    @Test
    void keepsAPartitionAsItWasGiven() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        StorageDescriptor elsewhere = table("orders").storageDescriptor().toBuilder()
                .location("s3://other/place/")
                .columns(Column.builder().name("id").type("int").build())
                .build();
        PartitionInput given = PartitionInput.builder()
                .values("2026", "01")
                .storageDescriptor(elsewhere)
                .parameters(Map.of("numRows", "7"))
                .build();
        glue.createPartition(r -> r.databaseName(database).tableName("orders").partitionInput(given));
        glue.batchCreatePartition(
                r -> r.databaseName(database).tableName("orders").partitionInputList(partition("2026", "a/b=c")));

        Partition kept = get("2026", "01");
        assertThat(kept.storageDescriptor()).isEqualTo(elsewhere);
        assertThat(kept.parameters()).isEqualTo(Map.of("numRows", "7"));
        assertThat(kept.creationTime()).isNotNull();
        assertThat(get("2026", "a/b=c").storageDescriptor().location())
                .isEqualTo("s3://data/orders/year=2026/month=a%2Fb%3Dc");
        assertThat(glue.batchGetPartition(r -> r.databaseName(database)
                                .tableName("orders")
                                .partitionsToGet(named("2026", "01"), named("2026", "none")))
                        .partitions())
                .containsExactly(kept);
        assertRefused(() -> get("2026", "none"), 400, "EntityNotFoundException");
    }

    @Test
    void replacesAndRemovesPartitions() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.batchCreatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionInputList(partition("2026", "01"), partition("2026", "02"), partition("2026", "03")));

        glue.updatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionValueList("2026", "01")
                .partitionInput(p -> p.values("2026", "01").storageDescriptor(s -> s.location("s3://moved/"))));
        assertThat(get("2026", "01").storageDescriptor().location()).isEqualTo("s3://moved/");
        assertRefused(() -> move("01", "02"), 400, "AlreadyExistsException");
        assertRefused(() -> move("09", "10"), 400, "EntityNotFoundException");
        move("02", "12");
        assertThat(values(glue.getPartitions(r -> r.databaseName(database).tableName("orders"))))
                .containsExactlyInAnyOrder("2026/01", "2026/03", "2026/12");

        var updated = glue.batchUpdatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .entries(
                        entry(List.of("2026", "09"), partition("2026", "10")),
                        entry(List.of("2026", "12"), partition("2026", "11"))));
        assertThat(updated.errors()).hasSize(1);
        assertThat(updated.errors().getFirst().partitionValueList()).containsExactly("2026", "09");

        glue.deletePartition(r -> r.databaseName(database).tableName("orders").partitionValues("2026", "01"));
        assertRefused(
                () -> glue.deletePartition(
                        r -> r.databaseName(database).tableName("orders").partitionValues("2026", "01")),
                400,
                "EntityNotFoundException");
        var deleted = glue.batchDeletePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionsToDelete(named("2026", "01"), named("2026", "11")));
        assertThat(deleted.errors()).hasSize(1);
        assertThat(deleted.errors().getFirst().errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
        assertThat(values(glue.getPartitions(r -> r.databaseName(database).tableName("orders"))))
                .containsExactly("2026/03");
    }

    private Partition get(String... values) {
        return glue.getPartition(
                        r -> r.databaseName(database).tableName("orders").partitionValues(values))
                .partition();
    }

    private void move(String from, String to) {
        glue.updatePartition(r -> r.databaseName(database)
                .tableName("orders")
                .partitionValueList("2026", from)
                .partitionInput(partition("2026", to)));
    }

    @Test
    void leavesTheColumnsOutOfPartitionsIfAsked() {
        glue.createTable(r -> r.databaseName(database).tableInput(table("orders")));
        glue.createPartition(r -> r.databaseName(database).tableName("orders").partitionInput(partition("2026", "01")));

        Partition whole = glue.getPartitions(r -> r.databaseName(database).tableName("orders"))
                .partitions()
                .getFirst();
        Partition bare = glue.getPartitions(
                        r -> r.databaseName(database).tableName("orders").excludeColumnSchema(true))
                .partitions()
                .getFirst();

        assertThat(whole.storageDescriptor().columns()).extracting(Column::name).containsExactly("id", "price");
        assertThat(bare.storageDescriptor().columns()).isEmpty();
        assertThat(bare.values()).isEqualTo(whole.values()).containsExactly("2026", "01");
        assertThat(bare.storageDescriptor().location())
                .isEqualTo(whole.storageDescriptor().location())
                .isEqualTo("s3://data/orders/year=2026/month=01");
        assertThat(whole.databaseName()).isEqualTo(database);
        assertThat(whole.tableName()).isEqualTo("orders");
    }

    private static TableInput table(String name) {
        return TableInput.builder()
                .name(name)
                .storageDescriptor(StorageDescriptor.builder()
                        .location("s3://data/" + name + "/")
                        .columns(
                                Column.builder()
                                        .name("id")
                                        .type("bigint")
                                        .comment("the key")
                                        .build(),
                                Column.builder()
                                        .name("price")
                                        .type("decimal(10,2)")
                                        .build())
                        .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                        .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                        .serdeInfo(s ->
                                s.serializationLibrary("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                        .build())
                .partitionKeys(
                        Column.builder().name("year").type("string").build(),
                        Column.builder().name("month").type("string").build())
                .build();
    }

    private static PartitionValueList named(String... values) {
        return PartitionValueList.builder().values(values).build();
    }

    private static BatchUpdatePartitionRequestEntry entry(List<String> values, PartitionInput input) {
        return BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList(values)
                .partitionInput(input)
                .build();
    }

    private static PartitionInput partition(String... values) {
        return PartitionInput.builder().values(values).build();
    }

    private static List<String> values(GetPartitionsResponse page) {
        return page.partitions().stream()
                .map(partition -> String.join("/", partition.values()))
                .toList();
    }
}
