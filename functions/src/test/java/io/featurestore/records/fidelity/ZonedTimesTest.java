package io.featurestore.records.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
import io.featurestore.records.parquet.ParquetRecordWriter;
import io.featurestore.sql.Query;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.query.ResultColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The catalog calls a time with zone of an Iceberg table `timestamp`; Athena's result says `timestamp with time zone`.
class ZonedTimesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | timestamp(6) with time zone | 2023-06-02 10:11:12.123000 UTC | 2023-06-02T10:11:12.123000Z | true",
                "timestamp | timestamp(3) with time zone | 2023-06-02 10:11:12.123 UTC | 2023-06-02T10:11:12.123Z | true",
                "timestamp(6) | timestamp(3) with time zone | 1969-12-31 23:59:59.999 UTC | 1969-12-31T23:59:59.999Z | true",
                "timestamp | timestamp(6) | 2023-06-02 10:11:12.123000 | 2023-06-02T10:11:12.123000 | false"
            })
    void areWrittenAsTheResultSays(String catalog, String result, String value, String json, boolean utc)
            throws Exception {
        Query query = new Query(
                "SELECT t", List.of(new OutputColumn("t", "t", ColumnType.parse(catalog), false)), Optional.empty());
        List<OutputColumn> columns =
                ResultColumns.merge(query, List.of(new ResultColumn("t", ColumnType.parse(result))));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        write(new JsonLinesWriter(columns, JsonLinesWriter.Nulls.WRITE, lines), value);
        assertThat(lines.toString(StandardCharsets.UTF_8)).isEqualTo("{\"t\":\"" + json + "\"}\n");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        write(new ParquetRecordWriter(columns, Compression.NONE, file), value);
        Path parquet = Files.write(folder.resolve("t.parquet"), file.toByteArray());
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet row = statement.executeQuery(
                    "SELECT typeof(t), strftime(CAST(t AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') FROM '" + parquet
                            + "'")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(utc ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP");
                assertThat(row.getString(2)).isEqualTo(value.substring(0, "2023-06-02 10:11:12.123".length()));
            }
        }
    }

    private static void write(RecordWriter writer, String value) throws IOException {
        Fields fields = new Fields(1);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        fields.buffer(bytes);
        fields.set(0, 0, bytes.length);
        writer.write(fields);
        writer.finish();
    }
}
