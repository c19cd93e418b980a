package io.featurestore.local.athena.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.types.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the rows that DuckDB writes as CSV against the same rows fetched value by value.
final class CopiedRowsTest {
    private static final List<String> TYPES = List.of(
            "VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "FLOAT", "BOOLEAN", "DATE", "TIMESTAMP", "DECIMAL(20,3)", "BLOB");
    private static final String PIECES = "a,\"\n\r\\é漢😀 '\0\t";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void copiedRowsAreThoseFetchedValueByValue(long seed, @TempDir Path folder)
            throws SQLException, IOException, QueryFailure {
        SplittableRandom random = new SplittableRandom(seed);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            List<ResultColumn> columns = new ArrayList<>();
            StringBuilder table = new StringBuilder();
            int width = random.nextInt(1, 7);
            for (int i = 0; i < width; i++) {
                String type = TYPES.get(random.nextInt(TYPES.size()));
                columns.add(ResultColumn.of("c" + i, i, type, Type.UNTYPED));
                table.append(i == 0 ? "" : ", ").append("c").append(i).append(' ').append(type);
            }
            statement.execute("CREATE MACRO trino_fraction(text) AS text");
            statement.execute("CREATE TABLE t (" + table + ")");
            for (int batch = 0; batch < 8; batch++) {
                statement.execute("INSERT INTO t VALUES " + rows(columns, random));
            }
            same(statement, ResultWriter.fetching("SELECT * FROM t", columns), columns, folder);
        }
    }

    @Test
    void doublesArePrintedAsJavaPrintsThem(@TempDir Path folder) throws SQLException, IOException, QueryFailure {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            List<ResultColumn> columns = List.of(ResultColumn.of("x", 0, "DOUBLE", Type.UNTYPED));
            // Numbers of up to 15 digits with every exponent, and their neighbours.
            String sql = "SELECT CASE WHEN i % 2 = 0 THEN x ELSE nextafter(x, 0) END AS x FROM (SELECT i,"
                    + " CAST(CASE WHEN hash(i) % 3 = 0 THEN '-' ELSE '' END"
                    + " || (hash(i + 1) % CAST(power(10, 1 + hash(i + 2) % 15) AS UBIGINT))"
                    + " || 'e' || (CAST(hash(i + 3) % 60 AS BIGINT) - 30) AS DOUBLE) AS x FROM range(300000) AS r(i))"
                    + " UNION ALL SELECT unnest(['nan', 'inf', '-inf', '4.9e-324', '1.7976931348623157e308', '-0.0',"
                    + " '9999999', '10000000', '0.001', '0.0009999999999999999', '1e23', '2e-323']::DOUBLE[])";
            same(statement, ResultWriter.fetching(sql, columns), columns, folder);
        }
    }

    private static void same(Statement statement, String sql, List<ResultColumn> columns, Path folder)
            throws SQLException, IOException {
        ByteArrayOutputStream fetched = new ByteArrayOutputStream();
        CsvBytes one = new CsvBytes(fetched);
        long rows = ResultWriter.fetch(statement, sql, columns, one, () -> false);
        one.flush();
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        CsvBytes other = new CsvBytes(copied);
        assertThat(ResultWriter.copy(statement, sql, columns, folder.resolve("copied"), other, () -> false))
                .isEqualTo(rows);
        other.flush();
        assertThat(copied.toString(UTF_8).lines().toList())
                .isEqualTo(fetched.toString(UTF_8).lines().toList());
        assertThat(copied.toByteArray()).isEqualTo(fetched.toByteArray());
        assertThat(other.written()).isEqualTo(copied.size());
        assertThat(folder).isEmptyDirectory();
    }

    private static String rows(List<ResultColumn> columns, SplittableRandom random) {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 40; row++) {
            rows.append(row == 0 ? "(" : ", (");
            for (int i = 0; i < columns.size(); i++) {
                rows.append(i == 0 ? "" : ", ")
                        .append(random.nextInt(5) == 0 ? "NULL" : literal(columns.get(i), random));
            }
            rows.append(')');
        }
        return rows.toString();
    }

    private static String literal(ResultColumn column, SplittableRandom random) {
        return switch (column.kind()) {
            case VARCHAR -> text(random);
            case BIGINT -> Long.toString(random.nextLong() >> random.nextInt(60));
            case INTEGER -> Integer.toString(random.nextInt());
            case DOUBLE -> "'" + Double.longBitsToDouble(random.nextLong()) + "'::DOUBLE";
            case REAL -> "'" + Float.intBitsToFloat(random.nextInt()) + "'::FLOAT";
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case DATE -> "DATE '1970-01-01' + " + random.nextInt(-900_000, 900_000);
            case TIMESTAMP -> "make_timestamp(" + random.nextLong(-90_000_000_000_000_000L, 90_000_000_000_000_000L) + ")";
            case DECIMAL -> random.nextLong(1_000_000_000_000L) + "." + random.nextInt(1000);
            case VARBINARY -> "'" + "\\xAB".repeat(random.nextInt(4)) + "'::BLOB";
            default -> throw new IllegalStateException(column.toString());
        };
    }

    private static String text(SplittableRandom random) {
        int[] points = PIECES.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        // A few texts are longer than the buffer.
        int length = random.nextInt(200) == 0 ? 300_000 : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return "'" + text.toString().replace("\0", "").replace("'", "''") + "'" + (random.nextBoolean() ? " || chr(0)" : "");
    }
}
