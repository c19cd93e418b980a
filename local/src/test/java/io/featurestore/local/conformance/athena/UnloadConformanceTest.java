package io.featurestore.local.conformance.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import io.featurestore.local.faults.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StatementType;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Checks UNLOAD against its page (docs.aws.amazon.com/athena/latest/ug/unload.html) and that of the output
/// files (docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html). Clients read the manifest
/// alone: `awswrangler/athena/_read.py`, and `pyathena` with `unload=True`.
class UnloadConformanceTest {
    @TempDir
    static Path folder;

    private static Unloads unloads;

    @BeforeAll
    static void open() throws IOException {
        unloads = Unloads.open(folder);
    }

    @AfterAll
    static void close() {
        unloads.close();
    }

    @AfterEach
    void usual() {
        unloads.services().aws().useFileLayout(FileLayout.USUAL);
    }

    @Test
    void describesAnUnloadThatSucceeded() {
        unloads.services().aws().useFileLayout(Unloads.SMALL);
        String prefix = unloads.prefix();

        QueryExecution query =
                unloads.queries().succeeded(unloads.unload("SELECT n FROM UNNEST(sequence(1, 100)) AS t(n)", prefix));

        String id = query.queryExecutionId();
        assertThat(query.statementType()).isEqualTo(StatementType.DML);
        assertThat(query.substatementType()).isEqualTo("UNLOAD");
        assertThat(query.resultConfiguration().outputLocation()).isEqualTo("s3://results/out/" + id);
        assertThat(query.statistics().dataManifestLocation()).isEqualTo("s3://results/out/" + id + "-manifest.csv");
        assertThat(unloads.services()
                        .s3()
                        .listObjectsV2(r -> r.bucket("results").prefix("out/" + id))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("out/" + id + "-manifest.csv", "out/" + id + ".metadata");
        String manifest = unloads.queries().object(query.statistics().dataManifestLocation());
        assertThat(manifest).endsWith("\n");
        assertThat(manifest.lines())
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(unloads.objects(prefix).stream()
                        .map(o -> "s3://results/" + o.key())
                        .toList())
                .allMatch(file -> file.matches("s3://results/" + prefix
                        + "\\d{8}_\\d{6}_\\d{5}_[a-z0-9]{5}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        var results = unloads.services().athena().getQueryResults(r -> r.queryExecutionId(id));
        assertThat(results.resultSet().rows()).isEmpty();
        assertThat(results.resultSet().resultSetMetadata().columnInfo()).isEmpty();
        var rows = unloads.services()
                .athena()
                .getQueryRuntimeStatistics(r -> r.queryExecutionId(id))
                .queryRuntimeStatistics()
                .rows();
        assertThat(rows.outputRows()).isEqualTo(100);
        assertThat(rows.outputBytes())
                .isEqualTo(unloads.objects(prefix).stream()
                        .mapToLong(S3Object::size)
                        .sum());
    }

    /// Holds a query, options, and the beginning of the reason.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SELECT NULL AS a                                     | format = 'PARQUET' | COLUMN_TYPE_UNKNOWN: line 1:1: Column type is unknown: a
        SELECT 1                                             | format = 'PARQUET' | MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1
        SELECT 1 AS a, 2 AS A                                | format = 'PARQUET' | DUPLICATE_COLUMN_NAME: line 1:1: Column name 'a' specified more than once
        SELECT TIMESTAMP '2026-01-01 00:00:00' AS a          | format = 'PARQUET' | NOT_SUPPORTED: Incorrect timestamp precision for timestamp(0); the configured precision is MILLISECONDS; column name: a
        SELECT TIMESTAMP '2026-01-01 00:00:00.000000' AS a   | format = 'PARQUET' | NOT_SUPPORTED: Incorrect timestamp precision for timestamp(6); the configured precision is MILLISECONDS; column name: a
        SELECT ARRAY[TIMESTAMP '2026-01-01 00:00:00.1'] AS a | format = 'PARQUET' | NOT_SUPPORTED: Incorrect timestamp precision for timestamp(1); the configured precision is MILLISECONDS; column name: a
        SELECT current_timestamp AS a                        | format = 'PARQUET' | NOT_SUPPORTED: Unsupported Hive type: timestamp(3) with time zone
        SELECT TIME '01:02:03' AS a                          | format = 'PARQUET' | NOT_SUPPORTED: Unsupported Hive type: time(0)
        SELECT json_parse('1') AS a                          | format = 'PARQUET' | NOT_SUPPORTED: Unsupported Hive type: json
        SELECT CAST('12151fd2-7586-11e9-8f9e-2a86e4085a59' AS uuid) AS a | format = 'PARQUET' | NOT_SUPPORTED: Unsupported Hive type: uuid
        SELECT INTERVAL '1' DAY AS a                         | format = 'PARQUET' | NOT_SUPPORTED: Unsupported Hive type: interval day to second
        SELECT ROW(1, 2) AS a                                | format = 'PARQUET' | NOT_SUPPORTED: Anonymous row type is not supported in Hive. Please give each field a name: row(integer, integer)
        SELECT nosuch AS a                                   | format = 'PARQUET' | COLUMN_NOT_FOUND: line 1:8
        SELECT 1 / 0 AS a                                    | format = 'PARQUET' | DIVISION_BY_ZERO
        SELECT 1 AS a                                        | format = 'ORC'     | NOT_SUPPORTED: The format ORC is not served here; use PARQUET
        SELECT 1 AS a                                        | compression = 'GZIP' | INVALID_TABLE_PROPERTY: UNLOAD needs the option format
        SELECT 1 AS a                                        | format = 'PARQUET', format = 'PARQUET' | DUPLICATE_PROPERTY: line 1:42: Duplicate property: format
        SELECT 1 AS a                                        | format = 'PARQUET', compression = 'LZ4' | NOT_SUPPORTED: The compression LZ4 is not served here
        SELECT 1 AS a                                        | format = 'PARQUET', compression_level = 3 | INVALID_TABLE_PROPERTY: compression_level is for the compression ZSTD alone
        SELECT 1 AS a                                        | format = 'PARQUET', compression = 'ZSTD', compression_level = 23 | INVALID_TABLE_PROPERTY: compression_level must be a number from 1 to 22: 23
        SELECT 1 AS a                                        | format = 'PARQUET', partitioned_by = ARRAY['a'] | NOT_SUPPORTED: The option partitioned_by is not served here
        DROP TABLE a                                         | format = 'PARQUET' | NOT_SUPPORTED: UNLOAD takes a SELECT or WITH
        SELECT 1 AS a FROM                                   | format = 'PARQUET' | line 1:19: mismatched input
        """)
    void refusesWhatCannotBeWritten(String query, String options, String reason) {
        String prefix = unloads.prefix();

        QueryExecution execution =
                unloads.queries().run("UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (" + options + ")");

        assertThat(execution.status().state()).isEqualTo(QueryExecutionState.FAILED);
        assertThat(execution.status().stateChangeReason()).startsWith(reason);
        assertThat(execution.status().athenaError().errorCategory()).isEqualTo(2);
        assertThat(execution.status().athenaError().retryable()).isFalse();
        assertThat(unloads.objects(prefix)).isEmpty();
        assertThat(unloads.manifests(execution)).isEmpty();
    }

    @Test
    void startsAnUnloadOnceForAToken() {
        String token = UUID.randomUUID().toString();
        String prefix = unloads.prefix();
        String sql = unloads.unload("SELECT 1 AS a", prefix);

        String id = unloads.queries().start(sql, token);
        unloads.queries().ended(id);

        assertThat(unloads.queries().start(sql, token)).isEqualTo(id);
        assertThat(unloads.queries().ended(id).status().state()).isEqualTo(QueryExecutionState.SUCCEEDED);
        assertThat(unloads.objects(prefix)).hasSize(1);
    }

    /// Holds what happens half way, the state, and whether Athena says that a retry may help.
    @ParameterizedTest
    @CsvSource({
        "QUERY_FAILED_HALFWAY_RETRYABLE, FAILED, true",
        "QUERY_FAILED_HALFWAY, FAILED, false",
        "QUERY_CANCELLED_HALFWAY, CANCELLED, "
    })
    void leavesTheFilesThatAreWrittenWhenItEndsHalfWay(FaultKind kind, QueryExecutionState state, Boolean retryable) {
        unloads.services().aws().useFileLayout(FileLayout.USUAL.withLeastFiles(5));
        String prefix = unloads.prefix();
        String sql = unloads.unload("SELECT i AS a FROM UNNEST(sequence(1, 100)) AS t(i)", prefix);

        QueryExecution broken;
        try (Faults.Holding faults =
                unloads.services().aws().faults().add(new FaultPlan(1, List.of(FaultRule.of(kind))))) {
            broken = unloads.queries().run(sql);
            assertThat(faults.fired()).containsOnlyKeys(kind);
        }

        assertThat(broken.status().state()).isEqualTo(state);
        assertThat(retryable == null ? null : broken.status().athenaError().retryable())
                .isEqualTo(retryable);
        assertThat(unloads.objects(prefix)).as("orphaned data are not deleted").hasSize(3);
        assertThat(unloads.manifests(broken)).isEmpty();
        assertThat(broken.statistics().dataManifestLocation()).isNull();
        QueryExecution again = unloads.queries().run(sql);
        assertThat(again.status().stateChangeReason())
                .isEqualTo(
                        "HIVE_PATH_ALREADY_EXISTS: Target directory for UNLOAD already exists: s3://results/" + prefix);
        assertThat(unloads.queries()
                        .succeeded(sql.replace(prefix, unloads.prefix()))
                        .statistics()
                        .dataManifestLocation())
                .isNotBlank();
    }

    @Test
    void endsHalfWayWithoutFilesToo() {
        QueryExecution broken;
        try (Faults.Holding _ = unloads.services()
                .aws()
                .faults()
                .add(new FaultPlan(1, List.of(FaultRule.of(FaultKind.QUERY_FAILED_HALFWAY))))) {
            broken = unloads.queries().run(unloads.unload("SELECT 1 AS a WHERE false", unloads.prefix()));
        }

        assertThat(broken.status().state()).isEqualTo(QueryExecutionState.FAILED);
        assertThat(unloads.manifests(broken)).isEmpty();
    }

    @Test
    void isStoppedWhileItRuns() {
        String prefix = unloads.prefix();
        String id = unloads.queries()
                .start(
                        unloads.unload(
                                "SELECT count(*) AS n FROM UNNEST(sequence(1, 9999)) AS a(x), UNNEST(sequence(1, 9999)) AS b(y), "
                                        + "UNNEST(sequence(1, 9999)) AS c(z) WHERE x + y + z < 0",
                                prefix),
                        UUID.randomUUID().toString());

        unloads.services().athena().stopQueryExecution(r -> r.queryExecutionId(id));

        QueryExecution stopped = unloads.queries().ended(id);
        assertThat(stopped.status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        assertThat(unloads.manifests(stopped)).isEmpty();
        assertThat(unloads.objects(prefix)).isEmpty();
    }
}
