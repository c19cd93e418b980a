package io.featurestore.local.conformance.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.conformance.Services;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import io.featurestore.local.faults.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StatementType;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Checks UNLOAD against its page (docs.aws.amazon.com/athena/latest/ug/unload.html) and that of the output files
/// (docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html). The files are those of Trino 476:
/// `io.trino.parquet.writer.ParquetSchemaConverter` and `io.trino.plugin.hive.HiveWriterFactory`. Clients read the
/// manifest alone: `awswrangler/athena/_read.py`, and `pyathena` with `unload=True`.
class UnloadConformanceTest {
    private static final FileLayout SMALL = FileLayout.USUAL.withLeastFiles(3).withGroupRows(40);

    @TempDir
    static Path folder;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Services services;
    private static Queries queries;

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        services.aws().createBucket("results");
        services.glue().createDatabase(r -> r.databaseInput(d -> d.name("db")));
        queries = new Queries(services);
    }

    @AfterAll
    static void close() {
        services.close();
    }

    @AfterEach
    void usual() {
        services.aws().useFileLayout(FileLayout.USUAL);
    }

    @Test
    void describesAnUnloadThatSucceeded() {
        services.aws().useFileLayout(SMALL);
        String prefix = prefix();

        QueryExecution query = queries.succeeded(unload("SELECT n FROM UNNEST(sequence(1, 100)) AS t(n)", prefix));

        String id = query.queryExecutionId();
        assertThat(query.statementType()).isEqualTo(StatementType.DML);
        assertThat(query.substatementType()).isEqualTo("UNLOAD");
        assertThat(query.resultConfiguration().outputLocation()).isEqualTo("s3://results/out/" + id);
        assertThat(query.statistics().dataManifestLocation()).isEqualTo("s3://results/out/" + id + "-manifest.csv");
        assertThat(services.s3().listObjectsV2(r -> r.bucket("results").prefix("out/" + id)).contents())
                .extracting(S3Object::key)
                .containsExactly("out/" + id + "-manifest.csv", "out/" + id + ".metadata");
        String manifest = queries.object(query.statistics().dataManifestLocation());
        assertThat(manifest).endsWith("\n");
        assertThat(manifest.lines())
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(
                        objects(prefix).stream().map(o -> "s3://results/" + o.key()).toList())
                .allMatch(file -> file.matches("s3://results/" + prefix
                        + "\\d{8}_\\d{6}_\\d{5}_[a-z0-9]{5}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        var results = services.athena().getQueryResults(r -> r.queryExecutionId(id));
        assertThat(results.resultSet().rows()).isEmpty();
        assertThat(results.resultSet().resultSetMetadata().columnInfo()).isEmpty();
        var rows = services.athena()
                .getQueryRuntimeStatistics(r -> r.queryExecutionId(id))
                .queryRuntimeStatistics()
                .rows();
        assertThat(rows.outputRows()).isEqualTo(100);
        assertThat(rows.outputBytes())
                .isEqualTo(objects(prefix).stream().mapToLong(S3Object::size).sum());
    }

    /// Types of the data catalog with expressions of them, in which `i` is the number of the row.
    private static final String VALUES = """
            bigint                     | CAST(i * 123456789012345 AS bigint)
            bigint                     | CASE i WHEN 1 THEN -9223372036854775807 - 1 WHEN 2 THEN 9223372036854775807 END
            bigint                     | sum(i) OVER ()
            int                        | CAST(i - 50 AS integer)
            smallint                   | CAST(i * 300 AS smallint)
            tinyint                    | CAST(i - 100 AS tinyint)
            double                     | CAST(i AS double) / 3
            double                     | CASE i % 4 WHEN 0 THEN nan() WHEN 1 THEN infinity() WHEN 2 THEN -infinity() END
            float                      | CAST(i AS real) / 7
            boolean                    | CASE WHEN i % 3 > 0 THEN i % 3 = 1 END
            string                     | CASE WHEN i % 5 > 0 THEN concat('n', CAST(i AS varchar)) END
            string                     | ''
            string                     | concat(chr(10), '"漢😀', chr(0))
            string                     | CAST(NULL AS varchar)
            string                     | rpad(CAST(i AS varchar), 9000, 'yz')
            string                     | CAST('x' AS varchar(3))
            binary                     | to_utf8(CAST(i AS varchar))
            date                       | date_add('day', i * 1000 - 50000, DATE '1970-01-01')
            timestamp                  | date_add('millisecond', i * 86399999, TIMESTAMP '1969-12-30 00:00:00.000')
            timestamp                  | TIMESTAMP '0001-01-01 00:00:00.001'
            timestamp                  | TIMESTAMP '9999-12-31 23:59:59.999'
            decimal(7,2)               | CAST(i * 123.45 - 5000 AS decimal(7, 2))
            decimal(1,1)               | CAST(0.1 AS decimal(1, 1))
            decimal(18,0)              | DECIMAL '-999999999999999999'
            decimal(20,3)              | CAST(i AS decimal(20, 3)) * -1
            decimal(38,18)             | CAST('-12345678901234567890.123456789012345678' AS decimal(38, 18))
            decimal(38,0)              | DECIMAL '99999999999999999999999999999999999999'
            array<int>                 | CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN ARRAY[] ELSE ARRAY[CAST(i AS integer), NULL] END
            array<timestamp>           | ARRAY[TIMESTAMP '2026-01-02 03:04:05.678', NULL]
            array<decimal(5,1)>        | ARRAY[CAST(i AS decimal(5, 1))]
            array<array<string>>       | ARRAY[ARRAY['x', NULL], NULL, ARRAY[]]
            map<string,double>         | CASE WHEN i % 2 = 0 THEN MAP(ARRAY['k', 'l'], ARRAY[CAST(i AS double), NULL]) END
            struct<x:int,y:struct<z:string>> | CAST(CASE WHEN i % 3 > 0 THEN ROW(CAST(i AS integer), ROW('v')) END AS ROW(x integer, y ROW(z varchar)))
            array<struct<x:int,y:date>> | ARRAY[CAST(ROW(1, DATE '2026-01-02') AS ROW(x integer, y date)), NULL]
            """;

    @Test
    void writesTheValuesThatTheCsvHas() throws IOException {
        services.aws().useFileLayout(SMALL);
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        VALUES.lines().map(line -> line.split("\\|", 2)).forEach(line -> {
            String name = "c" + columns.size();
            columns.add(name + " " + line[0].strip());
            values.add(line[1] + " AS " + name);
        });
        String query = "SELECT " + String.join(",", values) + " FROM UNNEST(sequence(1, 100)) AS t(i)";
        String prefix = prefix();

        QueryExecution execution = queries.succeeded(unload(query, prefix));

        assertThat(rows(table(String.join(", ", columns), prefix))).isEqualTo(sorted(queries.csv(query)));
        assertThat(footers(execution)).hasSize(3).allSatisfy(file -> looksLikeTrinos(file, "GZIP"));
    }

    @Test
    void writesTheTypesOfTrino() throws IOException {
        QueryExecution execution = queries.succeeded(unload(
                "SELECT true AS b, TINYINT '1' AS t, SMALLINT '1' AS s, 1 AS i, BIGINT '1' AS l, REAL '1' AS r, DOUBLE"
                        + " '1' AS d, 'x' AS v, X'00' AS y, DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01"
                        + " 00:00:00.000' AS at, DECIMAL '12345.67' AS d7, CAST(1 AS decimal(18, 2)) AS d18,"
                        + " CAST(1 AS decimal(38, 18)) AS d38, ARRAY[TIMESTAMP '2026-01-01 00:00:00.000'] AS a,"
                        + " MAP(ARRAY['k'], ARRAY[1]) AS m, CAST(ROW(1, 'x') AS ROW(f integer, g varchar)) AS st",
                prefix()));

        MessageType schema = footers(execution).getFirst().getFileMetaData().getSchema();
        // The reader's word for a column whose order no footer names.
        assertThat(schema.toString().replace(" columnorder(TYPE_DEFINED_ORDER)", "")).isEqualTo("""
                message trino_schema {
                  optional boolean b;
                  optional int32 t (INTEGER(8,true));
                  optional int32 s (INTEGER(16,true));
                  optional int32 i (INTEGER(32,true));
                  optional int64 l (INTEGER(64,true));
                  optional float r;
                  optional double d;
                  optional binary v (STRING);
                  optional binary y;
                  optional int32 day (DATE);
                  optional int96 at;
                  optional fixed_len_byte_array(4) d7 (DECIMAL(7,2));
                  optional fixed_len_byte_array(8) d18 (DECIMAL(18,2));
                  optional fixed_len_byte_array(16) d38 (DECIMAL(38,18));
                  optional group a (LIST) {
                    repeated group list {
                      optional int96 element;
                    }
                  }
                  optional group m (MAP) {
                    repeated group key_value {
                      required binary key (STRING);
                      optional int32 value (INTEGER(32,true));
                    }
                  }
                  optional group st {
                    optional int32 f (INTEGER(32,true));
                    optional binary g (STRING);
                  }
                }
                """);
    }

    /// Holds the options of a statement and the codec of its files.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        format = 'PARQUET'                                              | GZIP
        format = 'parquet', compression = 'gzip'                        | GZIP
        format = 'PARQUET', compression = 'SNAPPY'                      | SNAPPY
        format = 'PARQUET', compression = 'ZSTD'                        | ZSTD
        format = 'PARQUET', compression = 'ZSTD', compression_level = 9 | ZSTD
        format = 'PARQUET', compression = 'NONE'                        | UNCOMPRESSED
        """)
    void compressesAsAsked(String options, String codec) throws IOException {
        String prefix = prefix();
        String query = "SELECT i AS a, concat('n', CAST(i % 7 AS varchar)) AS b FROM UNNEST(sequence(1, 9000)) AS t(i)";

        QueryExecution execution = queries.succeeded(
                "UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (" + options + ")");

        assertThat(rows(table("a bigint, b string", prefix))).isEqualTo(sorted(queries.csv(query)));
        assertThat(footers(execution)).isNotEmpty().allSatisfy(file -> looksLikeTrinos(file, codec));
    }

    /// Holds a number of rows, a layout, and the rows of the row groups of each file.
    @ParameterizedTest
    @CsvSource({
        "0, 3, 100, []",
        "1, 3, 100, [[1]]",
        "2, 2, 100, '[[1], [1]]'",
        "1000, 1, 100, '[[100, 100, 100, 100, 100, 100, 100, 100, 100, 100]]'",
        "9, 3, 2, '[[2, 1], [2, 1], [2, 1]]'",
        "245760, 2, 1000000, '[[122880], [122880]]'"
    })
    void dividesTheRowsAsAsked(long rows, int files, long groupRows, String divided) throws IOException {
        services.aws().useFileLayout(FileLayout.USUAL.withLeastFiles(files).withGroupRows(groupRows));
        String prefix = prefix();

        QueryExecution execution = queries.succeeded(
                unload("SELECT i AS a FROM UNNEST(sequence(1, " + Math.max(1, rows) + ")) AS t(i) WHERE i <= " + rows,
                        prefix));

        List<List<Long>> found = new ArrayList<>();
        for (ParquetMetadata file : footers(execution)) {
            found.add(file.getBlocks().stream().map(BlockMetaData::getRowCount).toList());
        }
        assertThat(found).hasToString(divided);
        assertThat(objects(prefix)).hasSize(found.size());
        assertThat(queries.csv("SELECT count(*) AS n, sum(a) AS s FROM " + table("a bigint", prefix)))
                .isEqualTo("\"n\",\"s\"\n\"" + rows + "\","
                        + (rows == 0 ? "" : "\"" + rows * (rows + 1) / 2 + "\"") + "\n");
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
        String prefix = prefix();

        QueryExecution execution =
                queries.run("UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (" + options + ")");

        assertThat(execution.status().state()).isEqualTo(QueryExecutionState.FAILED);
        assertThat(execution.status().stateChangeReason()).startsWith(reason);
        assertThat(execution.status().athenaError().errorCategory()).isEqualTo(2);
        assertThat(execution.status().athenaError().retryable()).isFalse();
        assertThat(objects(prefix)).isEmpty();
        assertThat(manifests(execution)).isEmpty();
    }

    @Test
    void startsAnUnloadOnceForAToken() {
        String token = UUID.randomUUID().toString();
        String prefix = prefix();
        String sql = unload("SELECT 1 AS a", prefix);

        String id = queries.start(sql, token);
        queries.ended(id);

        assertThat(queries.start(sql, token)).isEqualTo(id);
        assertThat(queries.ended(id).status().state()).isEqualTo(QueryExecutionState.SUCCEEDED);
        assertThat(objects(prefix)).hasSize(1);
    }

    /// Holds what happens half way, the state, and whether Athena says that a retry may help.
    @ParameterizedTest
    @CsvSource({
        "QUERY_FAILED_HALFWAY_RETRYABLE, FAILED, true",
        "QUERY_FAILED_HALFWAY, FAILED, false",
        "QUERY_CANCELLED_HALFWAY, CANCELLED, "
    })
    void leavesTheFilesThatAreWrittenWhenItEndsHalfWay(FaultKind kind, QueryExecutionState state, Boolean retryable) {
        services.aws().useFileLayout(FileLayout.USUAL.withLeastFiles(5));
        String prefix = prefix();
        String sql = unload("SELECT i AS a FROM UNNEST(sequence(1, 100)) AS t(i)", prefix);

        QueryExecution broken;
        try (Faults.Holding faults = services.aws().faults().add(new FaultPlan(1, List.of(FaultRule.of(kind))))) {
            broken = queries.run(sql);
            assertThat(faults.fired()).containsOnlyKeys(kind);
        }

        assertThat(broken.status().state()).isEqualTo(state);
        assertThat(retryable == null ? null : broken.status().athenaError().retryable())
                .isEqualTo(retryable);
        assertThat(objects(prefix)).as("orphaned data are not deleted").hasSize(3);
        assertThat(manifests(broken)).isEmpty();
        assertThat(broken.statistics().dataManifestLocation()).isNull();
        QueryExecution again = queries.run(sql);
        assertThat(again.status().stateChangeReason())
                .isEqualTo("HIVE_PATH_ALREADY_EXISTS: Target directory for UNLOAD already exists: s3://results/" + prefix);
        assertThat(queries.succeeded(sql.replace(prefix, prefix())).statistics().dataManifestLocation())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 AS a", "UNLOAD (SELECT 1 AS a WHERE false) TO 's3://results/empty/%s/' WITH (format = 'PARQUET')"})
    void endsHalfWayWithoutFilesToo(String sql) {
        QueryExecution broken;
        try (Faults.Holding _ = services.aws()
                .faults()
                .add(new FaultPlan(1, List.of(FaultRule.of(FaultKind.QUERY_FAILED_HALFWAY))))) {
            broken = queries.run(sql.formatted(UUID.randomUUID()));
        }

        assertThat(broken.status().state()).isEqualTo(QueryExecutionState.FAILED);
        assertThat(manifests(broken)).isEmpty();
    }

    @Test
    void isStoppedWhileItRuns() {
        String prefix = prefix();
        String id = queries.start(
                unload(
                        "SELECT count(*) AS n FROM UNNEST(sequence(1, 9999)) AS a(x), UNNEST(sequence(1, 9999)) AS b(y), "
                                + "UNNEST(sequence(1, 9999)) AS c(z) WHERE x + y + z < 0",
                        prefix),
                UUID.randomUUID().toString());

        services.athena().stopQueryExecution(r -> r.queryExecutionId(id));

        QueryExecution stopped = queries.ended(id);
        assertThat(stopped.status().state()).isEqualTo(QueryExecutionState.CANCELLED);
        assertThat(manifests(stopped)).isEmpty();
        assertThat(objects(prefix)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void writesTheValuesOfRandomQueries(long seed) throws IOException {
        RandomSelect select = new RandomSelect(new SplittableRandom(seed));
        services.aws().useFileLayout(select.layout());
        String prefix = prefix();

        QueryExecution execution = queries.succeeded(
                "UNLOAD (" + select.sql() + ") TO 's3://results/" + prefix + "' WITH (" + select.options() + ")");

        assertThat(rows(table(select.columns(), prefix)))
                .isEqualTo(sorted(queries.csv(select.sql())));
        long counted = 0;
        for (ParquetMetadata file : footers(execution)) {
            counted += file.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
        }
        assertThat(services.athena()
                        .getQueryRuntimeStatistics(r -> r.queryExecutionId(execution.queryExecutionId()))
                        .queryRuntimeStatistics()
                        .rows()
                        .outputRows())
                .isEqualTo(counted)
                .isEqualTo(select.rows());
    }

    private static String prefix() {
        return "unloaded/" + NUMBER.incrementAndGet() + "/";
    }

    private static String unload(String query, String prefix) {
        return "UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (format = 'PARQUET')";
    }

    /// Makes a table over the files of a prefix.
    private static String table(String columns, String prefix) {
        String name = "t" + prefix.replaceAll("\\D", "");
        queries.succeeded("CREATE EXTERNAL TABLE " + name + " (" + columns + ") STORED AS PARQUET LOCATION 's3://results/"
                + prefix + "'");
        return name;
    }

    private static List<String> rows(String table) {
        return sorted(queries.csv("SELECT * FROM " + table));
    }

    private static List<String> sorted(String csv) {
        return List.of(csv.split("(?<=\n)")).stream().sorted().toList();
    }

    private static List<S3Object> objects(String prefix) {
        return services.s3()
                .listObjectsV2(r -> r.bucket("results").prefix(prefix))
                .contents();
    }

    private static List<S3Object> manifests(QueryExecution execution) {
        return objects("out/" + execution.queryExecutionId());
    }

    /// Returns the footers of the files that the manifest names, in its order.
    private static List<ParquetMetadata> footers(QueryExecution execution) throws IOException {
        List<ParquetMetadata> footers = new ArrayList<>();
        for (String uri : queries.object(execution.statistics().dataManifestLocation())
                .lines()
                .toList()) {
            Path file = services.aws().buckets().folder().resolve(uri.substring("s3://".length()));
            try (ParquetFileReader reader = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .build())) {
                footers.add(reader.getFooter());
            }
        }
        return footers;
    }

    private static void looksLikeTrinos(ParquetMetadata file, String codec) {
        assertThat(file.getFileMetaData().getCreatedBy()).startsWith("parquet-mr-trino version ");
        for (BlockMetaData group : file.getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                assertThat(chunk.getCodec()).hasToString(codec);
                assertThat(chunk.getOffsetIndexReference()).isNull();
                assertThat(chunk.getColumnIndexReference()).isNull();
                assertThat(chunk.getBloomFilterOffset()).isNegative();
            }
        }
    }
}
