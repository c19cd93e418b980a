package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.LocalAws;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Fields;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.parquet.read.ParquetFile;
import io.featurestore.records.parquet.read.RowGroupInfo;
import io.featurestore.records.parquet.read.RowGroupReader;
import io.featurestore.records.parquet.read.WantedColumn;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;

/// Compares the text that the Parquet reader makes of a table's file, and of the files of an UNLOAD, with the
/// CSV that the embedded Athena writes for the same table.
class ParquetTextTest {
    /// The catalog's types of the columns, and the SQL of their values for row `i`.
    private static final Map<String, String[]> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("id", new String[] {"bigint", "CAST(i AS BIGINT)"});
        COLUMNS.put("flag", new String[] {"boolean", "h % 3 = 0"});
        COLUMNS.put("tiny", new String[] {"tinyint", "CAST(h % 256 - 128 AS TINYINT)"});
        COLUMNS.put("small", new String[] {"smallint", "CAST(h % 65536 - 32768 AS SMALLINT)"});
        COLUMNS.put("whole", new String[] {"int", "CAST(h % 4294967296 - 2147483648 AS INTEGER)"});
        COLUMNS.put("wide", new String[] {"bigint", "CAST(h % 2000 - 1000 AS INTEGER)"});
        COLUMNS.put("single", new String[] {"float", "CAST(pow(10, h % 60 - 30) * (h % 997) AS FLOAT)"});
        COLUMNS.put("amount", new String[] {"double", "(h % 2000001 - 1000000) / 100.0::DOUBLE"});
        COLUMNS.put("any", new String[] {
            "double", "CASE WHEN h % 50 = 0 THEN 'NaN'::DOUBLE ELSE pow(10, h % 600 - 300) * (h % 99991) END"
        });
        COLUMNS.put("half", new String[] {"double", "CAST(h % 1000 / 8 AS FLOAT)"});
        COLUMNS.put("price", new String[] {"decimal(18,4)", "CAST((h % 100000000 - 50000000) / 100 AS DECIMAL(12,2))"});
        COLUMNS.put("large", new String[] {"decimal(38,10)", "CAST((h % 1000000007) / 3 AS DECIMAL(38,10))"});
        COLUMNS.put("name", new String[] {
            "string", "CASE h % 5 WHEN 0 THEN '' WHEN 1 THEN 'a \"b\", ' || chr(10) || h ELSE 'é한글 ' || (h % 100) END"
        });
        COLUMNS.put("bytes", new String[] {"binary", "encode('x' || h)"});
        COLUMNS.put("day", new String[] {"date", "DATE '1900-01-01' + CAST(h % 100000 AS INTEGER)"});
        COLUMNS.put("seen", new String[] {
            "timestamp", "TIMESTAMP '1960-01-01 00:00:00' + to_microseconds(CAST(h % 4000000000000000 AS BIGINT))"
        });
        COLUMNS.put("list", new String[] {"array<int>", "[CAST(h % 10 AS INTEGER), NULL, CAST(i AS INTEGER)]"});
        COLUMNS.put(
                "scores",
                new String[] {"map<string,double>", "MAP {'b' || (h % 7): (h % 1000) / 16.0::DOUBLE, 'a': NULL}"});
        COLUMNS.put("counts", new String[] {
            "map<int,string>", "MAP {CAST(9 AS INTEGER): 'n' || h, CAST(10 AS INTEGER): NULL, -1: ''}"
        });
        COLUMNS.put("place", new String[] {
            "struct<a:int,b:string,c:array<double>,d:decimal(18,9),e:array<timestamp>>",
            "{'b': 'x\"' || (h % 9), 'a': CAST(h % 5 AS INTEGER), 'c': [h % 100 / 4.0::DOUBLE],"
                    + " 'd': CAST(CAST((h % 4001 - 2000) AS DECIMAL(18,0)) / pow(10, h % 10) AS DECIMAL(18,9)),"
                    + " 'e': [TIMESTAMP '2000-01-01 00:00:00' + to_microseconds(CAST(h % 100000000 AS BIGINT))]}"
        });
    }

    @TempDir
    private Path folder;

    @Test
    void isTheTextOfTheCsv() throws Exception {
        Path file = folder.resolve("data.parquet");
        write(file);
        try (LocalAws aws = LocalAws.open(folder.resolve("aws"), 0, "us-east-1");
                GlueClient glue = client(GlueClient.builder(), aws);
                AthenaClient athena = client(AthenaClient.builder(), aws)) {
            aws.createBucket("data");
            aws.put("data", "t/data.parquet", Files.readAllBytes(file));
            glue.createDatabase(r -> r.databaseInput(d -> d.name("d")));
            glue.createTable(r -> r.databaseName("d").tableInput(t -> t.name("t")
                    .tableType("EXTERNAL_TABLE")
                    .parameters(Map.of("classification", "parquet"))
                    .storageDescriptor(s -> s.location("s3://data/t/")
                            .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                            .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                            .serdeInfo(i -> i.serializationLibrary(
                                    "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                            .columns(Stream.concat(
                                            COLUMNS.entrySet().stream().map(c -> column(c.getKey(), c.getValue()[0])),
                                            Stream.of(column("gone", "string")))
                                    .toList()))));
            List<WantedColumn> wanted = new ArrayList<>();
            List<String> selected = new ArrayList<>();
            COLUMNS.forEach((name, column) -> {
                ColumnType type = ColumnType.parse(column[0]);
                wanted.add(new WantedColumn(name, type));
                selected.add(type.isNested() ? "json_format(CAST(" + name + " AS JSON)) AS " + name : name);
            });
            wanted.add(new WantedColumn("gone", ColumnType.Simple.VARCHAR));
            selected.add("gone");

            String csv = run(athena, "SELECT " + String.join(", ", selected) + " FROM t ORDER BY id")
                    .resultConfiguration()
                    .outputLocation();
            List<List<String>> expected = csv(aws.buckets()
                    .file("data", csv.substring("s3://data/".length()))
                    .orElseThrow());
            assertThat(expected).hasSize(5_000);
            assertThat(rows(List.of(Files.readAllBytes(file)), wanted)).isEqualTo(expected);

            run(
                    athena,
                    "UNLOAD (SELECT " + String.join(", ", COLUMNS.keySet())
                            + " FROM t) TO 's3://data/unload/' WITH (format = 'PARQUET', compression = 'GZIP')");
            List<byte[]> unloaded = new ArrayList<>();
            try (var entries = aws.buckets().list("data", "unload/")) {
                for (String key : entries.map(entry -> entry.key()).toList()) {
                    unloaded.add(
                            Files.readAllBytes(aws.buckets().file("data", key).orElseThrow()));
                }
            }
            assertThat(rows(unloaded, wanted)).isEqualTo(expected);
        }
    }

    private static void write(Path file) throws SQLException {
        StringBuilder select = new StringBuilder();
        COLUMNS.forEach((name, column) -> select.append(select.isEmpty() ? "" : ", ")
                .append(
                        name.equals("id")
                                ? column[1]
                                : "CASE WHEN (h + length('" + name + "')) % 7 > 0 THEN " + column[1] + " END")
                .append(" AS ")
                .append(name.equals("name") ? "NAME" : name));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT " + select + " FROM (SELECT i, (i * 2654435761 + 12345) % 9007199254740881 AS h"
                            + " FROM range(5000) r(i))) TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        }
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static <
                    B extends
                            AwsSyncClientBuilder<B, C>
                                    & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
                    C>
            C client(B builder, LocalAws aws) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(aws.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static QueryExecution run(AthenaClient athena, String sql) throws InterruptedException {
        String id = athena.startQueryExecution(r -> r.queryString(sql)
                        .queryExecutionContext(c -> c.catalog("AwsDataCatalog").database("d"))
                        .resultConfiguration(c -> c.outputLocation("s3://data/results/")))
                .queryExecutionId();
        while (true) {
            QueryExecution run =
                    athena.getQueryExecution(r -> r.queryExecutionId(id)).queryExecution();
            QueryExecutionState state = run.status().state();
            if (state == QueryExecutionState.SUCCEEDED) {
                return run;
            }
            if (state != QueryExecutionState.QUEUED && state != QueryExecutionState.RUNNING) {
                throw new AssertionError(run.status().stateChangeReason());
            }
            Thread.sleep(20);
        }
    }

    private static List<List<String>> csv(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            CsvRecordReader reader = new CsvRecordReader(new ByteWindow(in, 0), COLUMNS.size() + 1);
            reader.texts();
            Fields fields = new Fields(COLUMNS.size() + 1);
            while (reader.next(fields)) {
                rows.add(texts(fields));
            }
        }
        return rows;
    }

    private static List<String> texts(Fields fields) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            row.add(fields.isNull(i) ? null : fields.text(i));
        }
        return row;
    }

    private static List<List<String>> rows(List<byte[]> files, List<WantedColumn> wanted) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Fields fields = new Fields(wanted.size());
        for (byte[] bytes : files) {
            ParquetFile file = ParquetFile.open(
                    new RangeSource() {
                        @Override
                        public String name() {
                            return "s3://data/t/data.parquet";
                        }

                        @Override
                        public InputStream open(long from, long to) {
                            return new ByteArrayInputStream(bytes, (int) from, (int) (to - from));
                        }
                    },
                    bytes.length);
            for (RowGroupInfo group : file.rowGroups()) {
                try (RowGroupReader reader = file.read(group.index(), wanted)) {
                    while (reader.next(fields)) {
                        rows.add(texts(fields));
                    }
                }
            }
        }
        rows.sort(Comparator.comparingLong(row -> Long.parseLong(row.getFirst())));
        return rows;
    }
}
