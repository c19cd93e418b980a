package io.featurestore.local.conformance.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.parquet.FileLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
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

/// Holds the files of UNLOAD against those of Trino 476 (`io.trino.parquet.writer.ParquetSchemaConverter`)
/// and against the CSV of the same query.
class UnloadedFilesConformanceTest {
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
        unloads.services().aws().useFileLayout(Unloads.SMALL);
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        VALUES.lines().map(line -> line.split("\\|", 2)).forEach(line -> {
            String name = "c" + columns.size();
            columns.add(name + " " + line[0].strip());
            values.add(line[1] + " AS " + name);
        });
        String query = "SELECT " + String.join(",", values) + " FROM UNNEST(sequence(1, 100)) AS t(i)";
        String prefix = unloads.prefix();

        QueryExecution execution = unloads.queries().succeeded(unloads.unload(query, prefix));

        assertThat(unloads.rows(unloads.table(String.join(", ", columns), prefix)))
                .isEqualTo(Unloads.sorted(unloads.queries().csv(query)));
        assertThat(unloads.footers(execution)).hasSize(3).allSatisfy(file -> Unloads.looksLikeTrinos(file, "GZIP"));
    }

    @Test
    void writesTheTypesOfTrino() throws IOException {
        QueryExecution execution = unloads.queries()
                .succeeded(unloads.unload(
                        "SELECT true AS b, TINYINT '1' AS t, SMALLINT '1' AS s, 1 AS i, BIGINT '1' AS l, REAL '1' AS r, DOUBLE"
                                + " '1' AS d, 'x' AS v, X'00' AS y, DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01"
                                + " 00:00:00.000' AS at, DECIMAL '12345.67' AS d7, CAST(1 AS decimal(18, 2)) AS d18,"
                                + " CAST(1 AS decimal(38, 18)) AS d38, ARRAY[TIMESTAMP '2026-01-01 00:00:00.000'] AS a,"
                                + " MAP(ARRAY['k'], ARRAY[1]) AS m, CAST(ROW(1, 'x') AS ROW(f integer, g varchar)) AS st",
                        unloads.prefix()));

        MessageType schema =
                unloads.footers(execution).getFirst().getFileMetaData().getSchema();
        // The reader's word for a column whose order no footer names.
        assertThat(schema.toString().replace(" columnorder(TYPE_DEFINED_ORDER)", ""))
                .isEqualTo("""
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

    /// Reads the values with parquet-java, for which DuckDB's files would be others.
    @Test
    void isReadByTheLibraryOfParquet() throws IOException {
        unloads.services().aws().useFileLayout(Unloads.SMALL);
        QueryExecution execution = unloads.queries()
                .succeeded(unloads.unload(
                        "SELECT i AS a, CAST(i - 50 AS decimal(7, 2)) AS b, date_add('day', i, TIMESTAMP '2026-01-01"
                                + " 00:00:00.007') AS c FROM UNNEST(sequence(1, 100)) AS t(i)",
                        unloads.prefix()));

        List<String> read = new ArrayList<>();
        PlainParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
        for (Path file : unloads.files(execution)) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            new LocalInputFile(file), configuration)
                    .build()) {
                for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                    ByteBuffer time = ByteBuffer.wrap(((GenericFixed) record.get("c")).bytes())
                            .order(ByteOrder.LITTLE_ENDIAN);
                    int unscaled = ByteBuffer.wrap(((GenericFixed) record.get("b")).bytes())
                            .getInt();
                    read.add(record.get("a") + " " + unscaled + " " + time.getLong(0) + " "
                            + (time.getInt(8) - JulianFields.JULIAN_DAY.getFrom(LocalDate.of(2026, 1, 1))));
                }
            }
        }

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 100)
                        .mapToObj(i -> i + " " + (i - 50) * 100 + " 7000000 " + i)
                        .toList());
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
        String prefix = unloads.prefix();
        String query = "SELECT i AS a, concat('n', CAST(i % 7 AS varchar)) AS b FROM UNNEST(sequence(1, 9000)) AS t(i)";

        QueryExecution execution = unloads.queries()
                .succeeded("UNLOAD (" + query + ") TO 's3://results/" + prefix + "' WITH (" + options + ")");

        assertThat(unloads.rows(unloads.table("a bigint, b string", prefix)))
                .isEqualTo(Unloads.sorted(unloads.queries().csv(query)));
        assertThat(unloads.footers(execution)).isNotEmpty().allSatisfy(file -> Unloads.looksLikeTrinos(file, codec));
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
        unloads.services()
                .aws()
                .useFileLayout(FileLayout.USUAL.withLeastFiles(files).withGroupRows(groupRows));
        String prefix = unloads.prefix();

        QueryExecution execution = unloads.queries()
                .succeeded(unloads.unload(
                        "SELECT i AS a FROM UNNEST(sequence(1, " + Math.max(1, rows) + ")) AS t(i) WHERE i <= " + rows,
                        prefix));

        List<List<Long>> found = new ArrayList<>();
        for (ParquetMetadata file : unloads.footers(execution)) {
            found.add(file.getBlocks().stream().map(BlockMetaData::getRowCount).toList());
        }
        assertThat(found).hasToString(divided);
        assertThat(unloads.objects(prefix)).hasSize(found.size());
        assertThat(unloads.queries().csv("SELECT count(*) AS n, sum(a) AS s FROM " + unloads.table("a bigint", prefix)))
                .isEqualTo("\"n\",\"s\"\n\"" + rows + "\"," + (rows == 0 ? "" : "\"" + rows * (rows + 1) / 2 + "\"")
                        + "\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void writesTheValuesOfRandomQueries(long seed) throws IOException {
        RandomSelect select = new RandomSelect(new SplittableRandom(seed));
        unloads.services().aws().useFileLayout(select.layout());
        String prefix = unloads.prefix();

        QueryExecution execution = unloads.queries()
                .succeeded("UNLOAD (" + select.sql() + ") TO 's3://results/" + prefix + "' WITH (" + select.options()
                        + ")");

        assertThat(unloads.rows(unloads.table(select.columns(), prefix)))
                .isEqualTo(Unloads.sorted(unloads.queries().csv(select.sql())));
        long counted = 0;
        for (ParquetMetadata file : unloads.footers(execution)) {
            counted += file.getBlocks().stream()
                    .mapToLong(BlockMetaData::getRowCount)
                    .sum();
        }
        assertThat(unloads.services()
                        .athena()
                        .getQueryRuntimeStatistics(r -> r.queryExecutionId(execution.queryExecutionId()))
                        .queryRuntimeStatistics()
                        .rows()
                        .outputRows())
                .isEqualTo(counted)
                .isEqualTo(select.rows());
    }
}
