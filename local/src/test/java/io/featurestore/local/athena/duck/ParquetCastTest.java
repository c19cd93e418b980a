package io.featurestore.local.athena.duck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.athena.files.Footers;
import io.featurestore.local.athena.files.HiveType;
import io.featurestore.local.athena.files.ParquetNode;
import io.featurestore.local.athena.files.TableFiles;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.s3.model.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the values of a file's column with those that Trino 476 reads, for all pairs of a type in the catalog and
/// a type in the file. Left out of the data are oddities of Trino (it takes the bits of an integer for those of a
/// `real`, the bytes of a UUID for a text, a time for a `bigint`, reads a list as a row of NULLs and 32767 as a
/// `decimal(5,2)`), days after the year 5,800,000, and floating numbers as texts, which DuckDB prints differently.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParquetCastTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private final Map<String, Path> files = new HashMap<>();
    private Connection connection;

    /// A line of the data.
    record Case(String file, String type, String answer) {
        @Override
        public String toString() {
            return file + " as " + type;
        }
    }

    @BeforeAll
    void write() throws IOException, SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (String line : lines("parquet-types.txt")) {
                if (line.startsWith("file ")) {
                    String[] parts = line.split(" ", 3);
                    Path file = folder.resolve(parts[1] + ".parquet");
                    statement.execute(
                            "COPY (" + parts[2] + ") TO " + Sql.literal(file.toString()) + " (FORMAT parquet)");
                    files.put(parts[1], file);
                }
            }
        }
        Path int96 = folder.resolve("int96.parquet");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("int96.parquet"))) {
            Files.copy(in, int96);
        }
        files.put("int96", int96);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : lines("parquet-types.txt")) {
            String[] sides = line.split(" => ", 2);
            if (!line.startsWith("#") && sides.length == 2) {
                String[] left = sides[0].split(" ", 2);
                cases.add(new Case(left[0], left[1], sides[1]));
            }
        }
        return cases;
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ParquetCastTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void hasAnAnswerForEachPair() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(350);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void readsWhatTrinoReads(Case of) throws Exception {
        Path file = Objects.requireNonNull(files.get(of.file()));
        ParquetNode node = new Footers()
                .read(new TableFiles.DataFile(new S3Uri("b", "k"), file, Files.size(file), 0))
                .columns()
                .getFirst();
        HiveType type = HiveType.parse(of.type());
        if (of.file().startsWith("dec") && of.type().equals("double")) {
            // The one pair that differs from Trino.
            assertThat(ParquetCast.of(type, node, "\"v\"")).isEqualTo("CAST(\"v\" AS DOUBLE)");
            return;
        }
        if (of.answer().startsWith("refuse ")) {
            assertThatThrownBy(() -> ParquetCast.of(type, node, "\"v\""))
                    .isInstanceOf(QueryFailure.class)
                    .hasMessageStartingWith("NOT_SUPPORTED: " + of.answer().substring("refuse ".length()));
            return;
        }
        String sql = "SELECT CAST(" + ParquetCast.of(type, node, "\"" + node.name() + "\"") + " AS " + type.duck()
                + ") AS v FROM read_parquet(" + Sql.literal(file.toString()) + ")";
        if (of.answer().equals("fail")) {
            assertThatThrownBy(() -> values(sql, type)).isInstanceOf(SQLException.class);
            return;
        }
        List<String> expected = new ArrayList<>();
        for (JsonNode value : JSON.readTree(of.answer())) {
            expected.add(expected(value, type));
        }
        assertThat(values(sql, type)).isEqualTo(expected);
    }

    private List<String> values(String sql, HiveType type) throws SQLException {
        String text = "CAST(to_json(v) AS VARCHAR)";
        if (type instanceof HiveType.Scalar scalar) {
            text = scalar.kind() == HiveType.Kind.VARBINARY ? "lower(hex(v))" : "CAST(v AS VARCHAR)";
        }
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + text + " FROM (" + sql + ")")) {
            while (rows.next()) {
                String value = rows.getString(1);
                values.add(value == null ? "null" : plain(value, type));
            }
        }
        return values;
    }

    /// Returns the text of a value without what the engines print differently.
    private static String plain(String text, HiveType type) {
        if (!(type instanceof HiveType.Scalar scalar)) {
            return text;
        }
        return switch (scalar.kind()) {
            case REAL, DOUBLE ->
                text.equalsIgnoreCase("nan")
                        ? "NaN"
                        : new BigDecimal(text).stripTrailingZeros().toString();
            case TIMESTAMP -> text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
            // The engine keeps such a value without its blanks, and prints it with them.
            case CHAR -> text.stripTrailing();
            default -> text;
        };
    }

    private static String expected(JsonNode value, HiveType type) {
        if (value.isNull()) {
            return "null";
        }
        if (type instanceof HiveType.StructOf struct) {
            var object = JSON.createObjectNode();
            for (int i = 0; i < struct.fields().size(); i++) {
                object.set(struct.fields().get(i).name(), value.get(i));
            }
            return object.toString();
        }
        if (!(type instanceof HiveType.Scalar scalar)) {
            return value.toString();
        }
        return scalar.kind() == HiveType.Kind.VARBINARY
                ? HexFormat.of().formatHex(Base64.getDecoder().decode(value.asText()))
                : plain(value.asText(), type);
    }
}
