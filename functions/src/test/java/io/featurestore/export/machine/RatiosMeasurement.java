package io.featurestore.export.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes {@code ratios.csv}: for tables of one kind of column, three columns of 20,000 rows each, what real exports make
 * of a byte of text in every format and compression. Run it with {@code -Dratios.write=true} after a change of a
 * converter.
 */
class RatiosMeasurement {
    private static final Path TABLE = Path.of("src/main/resources/io/featurestore/export/estimate/ratios.csv");
    private static final int ROWS = 20_000;
    private static final int COLUMNS = 3;
    private static final List<String> OUTPUTS = List.of("csv gzip", "csv bzip2", "csv zstd", "json gzip", "json bzip2",
            "json zstd", "parquet none", "parquet gzip", "parquet zstd", "parquet snappy");

    private record Sample(String kind, String type, String expression) {}

    /** {@code %d} is the column's number, so that columns differ. */
    private static final List<Sample> SAMPLES = List.of(
            new Sample("boolean", "boolean", "i %% (50 + %d) = 0"),
            new Sample("boolean", "boolean", "random() < 0.1 * %d"),
            new Sample("boolean", "boolean", "random() < 0.5 + 0 * %d"),
            new Sample("integer", "bigint", "CAST(i // (100 * %d) AS BIGINT)"),
            new Sample("integer", "bigint", "CAST(i + %d AS BIGINT)"),
            new Sample("integer", "bigint", "CAST(random() * 100 * %d AS BIGINT)"),
            new Sample("integer", "bigint", "CAST(random() * 1e12 * %d AS BIGINT)"),
            new Sample("floating", "double", "CAST(i // (100 * %d) AS DOUBLE)"),
            new Sample("floating", "double", "round(random() * 10 * %d, 1)"),
            new Sample("floating", "double", "round(random() * 1000 * %d, 2)"),
            new Sample("floating", "double", "random() * %d"),
            new Sample("text", "string", "'group ' || (i // (500 * %d))"),
            new Sample("text", "string",
                    "['gold', 'silver', 'bronze'][%d + CAST(floor(random() * (4 - %<d)) AS INTEGER)]"),
            new Sample("text", "string", "'customer-' || CAST(random() * 200 * %d AS BIGINT)"),
            new Sample("text", "string", "'item-%d-' || i"),
            new Sample("text", "string", "md5('%d' || i)"),
            new Sample("text", "string", "'id-' || (%d * i)"),
            new Sample("time", "timestamp", "TIMESTAMP '2024-01-01 00:00:00' + to_hours(i // (100 * %d))"),
            new Sample("time", "timestamp", "TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i * 7 * %d)"),
            new Sample("time", "timestamp",
                    "TIMESTAMP '2024-01-01 00:00:00' + to_milliseconds(CAST(random() * 3e10 * %d AS BIGINT))"),
            new Sample("nested", "array<string>", "['red', 'green', 'blue', 'grey'][1 : 1 + (i + %d) %% 4]"),
            new Sample("nested", "struct<name:string,n:bigint>",
                    "{'name': 'City ' || (i %% (50 * %d)), 'n': CAST(i %% 9000 AS BIGINT)}"),
            new Sample("nested", "array<double>", "[random() * %d, random(), random()]"));

    @Test
    @EnabledIfSystemProperty(named = "ratios.write", matches = "true")
    void measures(@TempDir Path folder) throws Exception {
        StringBuilder table = new StringBuilder("kind,coding,output,stored by base,output by base\n");
        try (ExportStack stack = ExportStack.start(folder.resolve("aws"));
                EstimateTables tables = new EstimateTables(stack)) {
            for (int i = 0; i < SAMPLES.size(); i++) {
                measure(stack, tables, "sample" + i, SAMPLES.get(i), table);
            }
        }
        Files.writeString(TABLE, table);
    }

    private static void measure(ExportStack stack, EstimateTables tables, String group, Sample sample,
            StringBuilder table) throws Exception {
        Map<String, String> columns = new LinkedHashMap<>();
        StringBuilder select = new StringBuilder();
        for (int c = 1; c <= COLUMNS; c++) {
            columns.put("c" + c, sample.type());
            select.append(c == 1 ? "" : ", ").append(String.format(Locale.ROOT, sample.expression(), c)).append(
                    " AS c").append(c);
        }
        tables.make(group, columns, select.toString(), ROWS, 1, "false");
        Map<String, String> started = new LinkedHashMap<>();
        for (String output : OUTPUTS) {
            String name = group + "-" + output.replace(' ', '-');
            started.put(output, stack.start(name, request(group, output, name).toString()));
        }
        String plain = group + "-plain";
        long text = stack.run(plain, request(group, "csv none", plain)).succeeded().at("/output/bytes").asLong()
                - COLUMNS * 5L - 3L * COLUMNS * ROWS;
        Stored stored = stored(stack, tables.files(group).getFirst());
        for (Map.Entry<String, String> run : started.entrySet()) {
            long bytes = stack.await(group, run.getValue()).succeeded().at("/output/bytes").asLong();
            double base = run.getKey().startsWith("parquet") ? stored.uncompressed() : text;
            table.append(String.format(Locale.ROOT, "%s,%s,%s,%.4f,%.4f%n", sample.kind(), stored.dictionary()
                    ? "dictionary"
                    : "plain", run.getKey(), stored.compressed() / base, bytes / base));
        }
    }

    private static ObjectNode request(String group, String output, String name) {
        String[] form = output.split(" ");
        return ExportStack.request("{\"featureGroupName\":\"" + group + "\",\"includeDeleted\":true,"
                + "\"columns\":[\"c1\",\"c2\",\"c3\"],\"format\":\"" + form[0] + "\",\"compression\":\"" + form[1]
                + "\",\"output\":\"s3://" + ExportStack.EXPORTS + "/" + name + "\"}");
    }

    private record Stored(long compressed, long uncompressed, boolean dictionary) {}

    private static Stored stored(ExportStack stack, Path file) throws Exception {
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement();
                ResultSet sum = statement
                        .executeQuery("SELECT sum(total_compressed_size), sum(total_uncompressed_size), "
                                + "bool_or(encodings LIKE '%DICTIONARY%') FROM parquet_metadata("
                                + OfflineTruth.literal(file.toString()) + ") WHERE path_in_schema LIKE 'c%'")) {
            sum.next();
            return new Stored(sum.getLong(1), sum.getLong(2), sum.getBoolean(3));
        }
    }
}
