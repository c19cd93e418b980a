package io.featurestore.local.conformance.athena;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StatementType;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/// Checks queries and work groups against the API reference: StartQueryExecution
/// (docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html), GetQueryExecution
/// (docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryExecution.html), GetQueryResults
/// (docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html), CreateWorkGroup
/// (docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html) and
/// [AthenaError](https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html). Result files are
/// checked against Working with query results and output files
/// (docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html). Their quoting is what readers of
/// these files rely on: aws/aws-sdk-pandas reads them with all values in quotes and keeps blank lines
/// (`awswrangler/athena/_read.py`), and PyAthena takes an empty value without quotes for NULL and one in quotes
/// for an empty text (`pyathena/s3fs/reader.py`, AthenaCSVReader).
class QueriesConformanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Services services;
    private static AthenaClient athena;

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        athena = services.athena();
        services.aws().createBucket("results");
        services.aws().createBucket("others");
    }

    @AfterAll
    static void close() {
        services.close();
    }

    @Test
    void describesAQueryThatSucceeded() {
        QueryExecution query = run("SELECT 1 AS one");

        assertThat(query.status().state()).isEqualTo(QueryExecutionState.SUCCEEDED);
        assertThat(query.query()).isEqualTo("SELECT 1 AS one");
        assertThat(query.statementType()).isEqualTo(StatementType.DML);
        assertThat(query.workGroup()).isEqualTo("primary");
        assertThat(query.engineVersion().effectiveEngineVersion()).isEqualTo("Athena engine version 3");
        assertThat(query.resultConfiguration().outputLocation())
                .isEqualTo("s3://results/out/" + query.queryExecutionId() + ".csv");
        assertThat(query.status().completionDateTime())
                .isAfterOrEqualTo(query.status().submissionDateTime());
        assertThat(query.statistics().dataScannedInBytes()).isZero();
        assertThat(query.statistics().totalExecutionTimeInMillis())
                .isGreaterThanOrEqualTo(query.statistics().engineExecutionTimeInMillis());
        assertThat(query.status().athenaError()).isNull();
        assertThat(object(query)).isEqualTo("\"one\"\n\"1\"\n");
        assertThat(services.s3()
                        .listObjectsV2(r -> r.bucket("results").prefix("out/" + query.queryExecutionId()))
                        .contents())
                .extracting(o -> o.key())
                .containsExactly(
                        "out/" + query.queryExecutionId() + ".csv",
                        "out/" + query.queryExecutionId() + ".csv.metadata");
    }

    /// Holds a query, and its result file with `~` for a line feed.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SELECT 'a' AS x, 'b' AS y                                   | "x","y"~"a","b"~
        SELECT NULL AS x, 'b' AS y                                  | "x","y"~,"b"~
        SELECT '' AS x, NULL AS y                                   | "x","y"~"",~
        SELECT CAST(NULL AS varchar) AS x                           | "x"~~
        SELECT 'say "hi"' AS x                                      | "x"~"say ""hi\"""~
        SELECT 'a,b' AS x                                           | "x"~"a,b"~
        SELECT concat('a', chr(10), 'b') AS x                       | "x"~"a~b"~
        SELECT ' a ' AS x                                           | "x"~" a "~
        SELECT 1 AS "a""b"                                          | "a""b"~"1"~
        SELECT 1, 2 AS b, 3                                         | "_col0","b","_col2"~"1","2","3"~
        SELECT 1 AS Upper                                           | "Upper"~"1"~
        SELECT true AS x, false AS y                                | "x","y"~"true","false"~
        SELECT DATE '2026-01-02' AS x                               | "x"~"2026-01-02"~
        SELECT TIMESTAMP '2026-01-02 03:04:05.678' AS x             | "x"~"2026-01-02 03:04:05.678"~
        SELECT CAST(1.5 AS double) AS x                             | "x"~"1.5"~
        SELECT DECIMAL '1.50' AS x                                  | "x"~"1.50"~
        SELECT ARRAY[1, 2, NULL] AS x                               | "x"~"[1, 2, null]"~
        SELECT MAP(ARRAY['k'], ARRAY[1]) AS x                       | "x"~"{k=1}"~
        SELECT CAST(ROW(1, 'v') AS ROW(a integer, b varchar)) AS x  | "x"~"{a=1, b=v}"~
        SELECT 1 AS x WHERE false                                   | "x"~
        """)
    void writesAResultAsCsv(String sql, String csv) {
        assertThat(object(run(sql))).isEqualTo(csv.replace('~', '\n'));
    }

    @Test
    void givesTheRowsFromTheHeaderOnByPages() {
        String id = run("SELECT x, CAST(NULL AS varchar) AS y FROM (VALUES 1, 2, 3, 4) AS t(x) ORDER BY x")
                .queryExecutionId();

        GetQueryResultsResponse first =
                athena.getQueryResults(r -> r.queryExecutionId(id).maxResults(2));
        assertThat(rows(first.resultSet().rows())).containsExactly("[x, y]", "[1, null]");
        assertThat(first.nextToken()).isNotBlank();
        GetQueryResultsResponse second =
                athena.getQueryResults(r -> r.queryExecutionId(id).maxResults(2).nextToken(first.nextToken()));
        assertThat(rows(second.resultSet().rows()))
                .as("the header is the first row of the first page alone")
                .containsExactly("[2, null]", "[3, null]");
        assertThat(second.resultSet().resultSetMetadata().columnInfo()).hasSize(2);
        GetQueryResultsResponse third =
                athena.getQueryResults(r -> r.queryExecutionId(id).maxResults(2).nextToken(second.nextToken()));
        assertThat(rows(third.resultSet().rows())).containsExactly("[4, null]");
        assertThat(third.nextToken()).isNull();
        assertThat(athena.getQueryResults(r -> r.queryExecutionId(id))
                        .resultSet()
                        .rows())
                .hasSize(5);
        assertRefused(
                () -> athena.getQueryResults(r -> r.queryExecutionId(id).maxResults(0)),
                400,
                "InvalidRequestException");
        assertRefused(
                () -> athena.getQueryResults(r -> r.queryExecutionId(id).maxResults(1001)),
                400,
                "InvalidRequestException");
        assertRefused(
                () -> athena.getQueryResults(r -> r.queryExecutionId(id).nextToken("other")),
                400,
                "InvalidRequestException");
    }

    @Test
    void givesAtMostAThousandRowsOnAPage() {
        String id = run("SELECT n FROM UNNEST(sequence(1, 2500)) AS t(n)").queryExecutionId();

        List<Integer> sizes = new ArrayList<>();
        athena.getQueryResultsPaginator(r -> r.queryExecutionId(id))
                .forEach(page -> sizes.add(page.resultSet().rows().size()));

        assertThat(sizes).containsExactly(1_000, 1_000, 501);
    }

    @Test
    void describesTheColumnsOfAResult() {
        String id = run("SELECT 'a' AS text, 1 AS \"Whole\", BIGINT '1' AS big, CAST(1.5 AS double) AS fraction, "
                        + "DECIMAL '12.50' AS money, true AS yes, DATE '2026-01-01' AS day, "
                        + "TIMESTAMP '2026-01-01 00:00:00' AS moment, ARRAY[1] AS list")
                .queryExecutionId();

        List<ColumnInfo> columns = athena.getQueryResults(r -> r.queryExecutionId(id))
                .resultSet()
                .resultSetMetadata()
                .columnInfo();

        assertThat(columns)
                .extracting(ColumnInfo::name)
                .containsExactly("text", "Whole", "big", "fraction", "money", "yes", "day", "moment", "list");
        assertThat(columns)
                .extracting(ColumnInfo::label)
                .isEqualTo(columns.stream().map(ColumnInfo::name).toList());
        assertThat(columns)
                .extracting(ColumnInfo::type)
                .containsExactly(
                        "varchar", "integer", "bigint", "double", "decimal", "boolean", "date", "timestamp", "array");
        assertThat(columns).as("this value always shows as UNKNOWN").allMatch(column -> column.nullableAsString()
                .equals("UNKNOWN"));
        assertThat(columns.get(4).precision()).as("the number of all digits").isEqualTo(4);
        assertThat(columns.get(4).scale())
                .as("the number of digits in the fraction")
                .isEqualTo(2);
    }

    @Test
    void startsAQueryOnceForAToken() {
        String token = UUID.randomUUID().toString();
        String first = start("SELECT 1", token);

        assertThat(start("SELECT 1", token)).isEqualTo(first);
        assertRefused(() -> start("SELECT 2", token), 400, "InvalidRequestException");
        assertThat(start("SELECT 1", token.toUpperCase(Locale.ROOT)))
                .as("a token is case-sensitive")
                .isNotEqualTo(first);
        ended(first);
        assertThat(start("SELECT 1", token)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 129})
    void refusesATokenOutside32To128Characters(int length) {
        assertRefused(() -> start("SELECT 1", "t".repeat(length)), 400, "InvalidRequestException");
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128})
    void takesATokenOf32To128Characters(int length) {
        assertThat(ended(start("SELECT 1", "t".repeat(length))).status().state())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
    }

    /** Holds a query that fails by a mistake of the user, and what the reason begins with. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SELECT * FROM nowhere.nothing               | TABLE_NOT_FOUND: line 1:15:
        SELECT nothing                              | COLUMN_NOT_FOUND: line 1:8:
        SELECT nothing(1)                           | FUNCTION_NOT_FOUND: line 1:8:
        SELECT 1 + 'a'                              | TYPE_MISMATCH:
        SELECT 1 / 0                                | DIVISION_BY_ZERO
        SELECT CAST('a' AS integer)                 | INVALID_CAST_ARGUMENT
        """)
    void failsAQueryByAMistakeOfTheUser(String sql, String reason) {
        QueryExecution query = run(sql);

        assertThat(query.status().state()).isEqualTo(QueryExecutionState.FAILED);
        assertThat(query.status().stateChangeReason()).startsWith(reason);
        AthenaError error = query.status().athenaError();
        assertThat(error.errorCategory()).as("2 is a user's error").isEqualTo(2);
        assertThat(error.errorType()).isBetween(1000, 1999);
        assertThat(error.retryable()).isFalse();
        assertThat(error.errorMessage()).isEqualTo(query.status().stateChangeReason());
        assertThat(query.status().completionDateTime()).isNotNull();
        assertRefused(
                () -> athena.getQueryResults(r -> r.queryExecutionId(query.queryExecutionId())),
                400,
                "InvalidRequestException");
    }

    @Test
    void cancelsARunningQuery() {
        String id = start(
                "SELECT count(*) FROM UNNEST(sequence(1, 9999)) AS a(x), UNNEST(sequence(1, 9999)) AS b(y), "
                        + "UNNEST(sequence(1, 9999)) AS c(z) WHERE x + y + z < 0",
                UUID.randomUUID().toString());
        assertRefused(() -> athena.getQueryResults(r -> r.queryExecutionId(id)), 400, "InvalidRequestException");

        athena.stopQueryExecution(r -> r.queryExecutionId(id));

        QueryExecution query = ended(id);
        assertThat(query.status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        assertThat(query.status().athenaError()).isNull();
        athena.stopQueryExecution(r -> r.queryExecutionId(id));
        assertThat(ended(id).status().state()).isEqualTo(QueryExecutionState.CANCELLED);
    }

    @Test
    void listsQueriesOfAWorkGroupByPagesOfAtMostFifty() {
        athena.createWorkGroup(r -> r.name("listed").configuration(c -> c.enforceWorkGroupConfiguration(false)));
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(athena.startQueryExecution(r -> r.queryString("SELECT 1")
                            .workGroup("listed")
                            .resultConfiguration(c -> c.outputLocation("s3://results/out/")))
                    .queryExecutionId());
        }

        assertThat(athena.listQueryExecutions(r -> r.workGroup("listed")).queryExecutionIds())
                .containsExactlyInAnyOrderElementsOf(started);
        assertThat(athena
                        .listQueryExecutionsPaginator(r -> r.workGroup("listed").maxResults(2))
                        .stream()
                        .flatMap(page -> page.queryExecutionIds().stream()))
                .containsExactlyInAnyOrderElementsOf(started);
        assertRefused(
                () -> athena.listQueryExecutions(r -> r.workGroup("listed").maxResults(51)),
                400,
                "InvalidRequestException");
        started.forEach(QueriesConformanceTest::ended);
        assertRefused(() -> athena.deleteWorkGroup(r -> r.workGroup("listed")), 400, "InvalidRequestException");
        athena.deleteWorkGroup(r -> r.workGroup("listed").recursiveDeleteOption(true));
        assertRefused(() -> athena.getWorkGroup(r -> r.workGroup("listed")), 400, "InvalidRequestException");
    }

    /// Holds whether a work group overrides the client's settings, and where the result of a query then is.
    @ParameterizedTest
    @CsvSource({"true, s3://others/group/", "false, s3://results/out/"})
    void letsAnEnforcedWorkGroupDecideWhereTheResultGoes(boolean enforced, String location) {
        String group = "enforced-" + enforced;
        athena.createWorkGroup(
                r -> r.name(group).description("tested").configuration(c -> c.enforceWorkGroupConfiguration(enforced)
                        .resultConfiguration(result -> result.outputLocation("s3://others/group/"))));

        QueryExecution query = ended(athena.startQueryExecution(r -> r.queryString("SELECT 1")
                        .workGroup(group)
                        .resultConfiguration(c -> c.outputLocation("s3://results/out/")))
                .queryExecutionId());

        assertThat(query.resultConfiguration().outputLocation())
                .isEqualTo(location + query.queryExecutionId() + ".csv");
        assertThat(query.workGroup()).isEqualTo(group);
        var described = athena.getWorkGroup(r -> r.workGroup(group)).workGroup();
        assertThat(described.state()).isEqualTo(WorkGroupState.ENABLED);
        assertThat(described.description()).isEqualTo("tested");
        assertThat(described.configuration().enforceWorkGroupConfiguration()).isEqualTo(enforced);
        assertThat(described.creationTime()).isNotNull();
    }

    @Test
    void keepsTheRulesOfWorkGroups() {
        athena.createWorkGroup(r -> r.name("A.b_c-1"));

        assertThat(athena.getWorkGroup(r -> r.workGroup("A.b_c-1"))
                        .workGroup()
                        .configuration()
                        .enforceWorkGroupConfiguration())
                .as("a work group overrides its clients by default")
                .isTrue();
        assertRefused(() -> athena.createWorkGroup(r -> r.name("A.b_c-1")), 400, "InvalidRequestException");
        assertRefused(() -> athena.createWorkGroup(r -> r.name("a b")), 400, "InvalidRequestException");
        assertRefused(() -> athena.createWorkGroup(r -> r.name("x".repeat(129))), 400, "InvalidRequestException");
        assertRefused(
                () -> athena.createWorkGroup(
                        r -> r.name("low").configuration(c -> c.bytesScannedCutoffPerQuery(9_999_999L))),
                400,
                "InvalidRequestException");
        assertRefused(() -> athena.deleteWorkGroup(r -> r.workGroup("primary")), 400, "InvalidRequestException");
        assertThat(athena.listWorkGroups(r -> {}).workGroups())
                .extracting(g -> g.name())
                .contains("primary", "A.b_c-1");
        assertRefused(() -> athena.listWorkGroups(r -> r.maxResults(51)), 400, "InvalidRequestException");
    }

    @Test
    void refusesAQueryThatCannotBeStarted() {
        assertRefused(() -> athena.startQueryExecution(r -> r.queryString("SELECT 1")), 400, "InvalidRequestException");
        assertRefused(
                () -> athena.startQueryExecution(r -> r.queryString("SELECT 1")
                        .workGroup("none")
                        .resultConfiguration(c -> c.outputLocation("s3://results/out/"))),
                400,
                "InvalidRequestException");
        assertRefused(
                () -> start(
                        "SELECT '" + "x".repeat(262_144) + "'",
                        UUID.randomUUID().toString()),
                400,
                "InvalidRequestException");
        assertRefused(
                () -> athena.getQueryExecution(
                        r -> r.queryExecutionId(UUID.randomUUID().toString())),
                400,
                "InvalidRequestException");
        assertRefused(
                () -> athena.stopQueryExecution(
                        r -> r.queryExecutionId(UUID.randomUUID().toString())),
                400,
                "InvalidRequestException");
    }

    @Test
    void countsTheRowsAndBytesOfAResult() {
        QueryExecution query = run("SELECT n FROM UNNEST(sequence(1, 20)) AS t(n)");

        var rows = athena.getQueryRuntimeStatistics(r -> r.queryExecutionId(query.queryExecutionId()))
                .queryRuntimeStatistics()
                .rows();

        assertThat(rows.outputRows()).isEqualTo(20);
        assertThat(rows.outputBytes()).isPositive();
        assertThat(rows.inputBytes()).isEqualTo(query.statistics().dataScannedInBytes());
    }

    private static String start(String sql, String token) {
        return athena.startQueryExecution(r -> r.queryString(sql)
                        .clientRequestToken(token)
                        .resultConfiguration(c -> c.outputLocation("s3://results/out/")))
                .queryExecutionId();
    }

    private static QueryExecution run(String sql) {
        return ended(start(sql, UUID.randomUUID().toString()));
    }

    /// Waits until a query has ended.
    private static QueryExecution ended(String id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            QueryExecution query =
                    athena.getQueryExecution(r -> r.queryExecutionId(id)).queryExecution();
            switch (query.status().state()) {
                case SUCCEEDED, FAILED, CANCELLED -> {
                    return query;
                }
                default ->
                    assertThat(System.nanoTime())
                            .as("%s takes too long", query.query())
                            .isLessThan(end);
            }
        }
    }

    private static String object(QueryExecution query) {
        assertThat(query.status().state())
                .as(query.status().stateChangeReason())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
        String[] location = query.resultConfiguration()
                .outputLocation()
                .substring("s3://".length())
                .split("/", 2);
        return services.s3()
                .getObjectAsBytes(r -> r.bucket(location[0]).key(location[1]))
                .asUtf8String();
    }

    private static List<String> rows(List<Row> rows) {
        return rows.stream()
                .map(row -> Arrays.toString(
                        row.data().stream().map(Datum::varCharValue).toArray()))
                .toList();
    }
}
