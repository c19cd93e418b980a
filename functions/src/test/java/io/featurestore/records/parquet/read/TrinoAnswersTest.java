package io.featurestore.records.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the text with the answers of Trino 476 for all pairs of a type in the catalog and a type in the
/// file. The answers are those that the embedded Athena is tested with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrinoAnswersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DATA = Path.of("..", "local/src/test/resources/io/featurestore/local/athena/duck");
    private static final Pattern SIZED = Pattern.compile("(?:var)?char\\((\\d+)\\)");

    @TempDir
    static Path folder;

    private final Map<String, byte[]> files = new HashMap<>();

    /// A line of the data.
    record Case(String file, String type, String answer) {
        @Override
        public String toString() {
            return file + " as " + type;
        }
    }

    @BeforeAll
    void write() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (String line : Files.readAllLines(DATA.resolve("parquet-types.txt"))) {
                if (line.startsWith("file ")) {
                    String[] parts = line.split(" ", 3);
                    Path file = folder.resolve(parts[1] + ".parquet");
                    statement.execute("COPY (" + parts[2] + ") TO '" + file + "' (FORMAT parquet)");
                    files.put(parts[1], Files.readAllBytes(file));
                }
            }
        }
        files.put("int96", Files.readAllBytes(DATA.resolve("int96.parquet")));
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(DATA.resolve("parquet-types.txt"))) {
            String[] sides = line.split(" => ", 2);
            if (!line.startsWith("#") && sides.length == 2) {
                String[] left = sides[0].split(" ", 2);
                cases.add(new Case(left[0], left[1], sides[1]));
            }
        }
        assertThat(cases).hasSizeGreaterThan(350);
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void printsWhatTrinoReads(Case of) throws IOException {
        byte[] bytes = files.get(of.file());
        ParquetFile file = ParquetFile.open(new MemorySource(bytes), bytes.length);
        Matcher sized = SIZED.matcher(of.type());
        ColumnType type = ColumnType.parse(of.type());
        WantedColumn column = new WantedColumn(
                file.schema().getType(0).getName().toUpperCase(java.util.Locale.ROOT),
                type,
                sized.matches() ? Integer.parseInt(sized.group(1)) : 0);
        if (of.file().startsWith("dec") && of.type().equals("double")) {
            // The one pair that is read although Trino refuses it.
            assertThat(MemorySource.rows(bytes, List.of(column))).hasSizeGreaterThan(2);
        } else if (of.answer().startsWith("refuse ")) {
            assertThatThrownBy(() -> MemorySource.rows(bytes, List.of(column)))
                    .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.UNFIT_TYPE))
                    .hasMessageContaining("row group 0 of the Parquet file s3://bucket/file.parquet is stored as ");
        } else if (of.answer().equals("fail")) {
            assertThatThrownBy(() -> MemorySource.rows(bytes, List.of(column)))
                    .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.UNFIT_VALUE));
        } else {
            List<String> expected = new ArrayList<>();
            for (JsonNode value : JSON.readTree(of.answer())) {
                expected.add(expected(value, type));
            }
            assertThat(MemorySource.rows(bytes, List.of(column)).stream().map(List::getFirst))
                    .isEqualTo(expected);
        }
    }

    private static String expected(JsonNode value, ColumnType type) {
        if (value.isNull()) {
            return null;
        }
        if (type instanceof ColumnType.Row row) {
            ObjectNode object = JSON.createObjectNode();
            for (int i = 0; i < row.fields().size(); i++) {
                object.set(row.fields().get(i).name(), value.get(i));
            }
            return object.toString();
        }
        if (type.isNested()) {
            return value.toString();
        }
        if (type == ColumnType.Simple.DOUBLE || type == ColumnType.Simple.REAL) {
            return value.isTextual() ? value.asText() : Double.toString(value.asDouble());
        }
        return type == ColumnType.Simple.VARBINARY
                ? HexFormat.ofDelimiter(" ").formatHex(Base64.getDecoder().decode(value.asText()))
                : value.asText();
    }
}
