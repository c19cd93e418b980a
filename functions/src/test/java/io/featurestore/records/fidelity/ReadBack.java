package io.featurestore.records.fidelity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/// Reads outputs with readers that share no code with the writers: DuckDB, Parquet's Avro binding, and Jackson in
/// its strictest mode.
public final class ReadBack implements AutoCloseable {
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Connection duckdb;

    ReadBack() throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("SET threads=1");
        }
    }

    /// Returns one line of JSON, parsed strictly.
    public static JsonNode strict(byte[] line) throws IOException {
        return STRICT.readTree(line);
    }

    /// Returns the first column of a Parquet file as DuckDB reads it. A null is NULL.
    List<@Nullable String> duckdb(Path parquet, int digits) {
        return query("SELECT * FROM read_parquet('" + parquet + "')", digits);
    }

    /// Returns the first column of a query. A null is NULL.
    List<@Nullable String> duckdb(String sql) {
        return query(sql, 0);
    }

    /// Returns the texts of a query's first row.
    List<String> duckdbRow(String sql) {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> row = new ArrayList<>();
            result.next();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getString(i));
            }
            return row;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the first column of a csv output as DuckDB reads it.
    List<@Nullable String> duckdbCsv(Path csv) {
        return query(
                "SELECT * FROM read_csv('" + csv + "', header=true, all_varchar=true, quote='\"', escape='\"', "
                        + "delim=',', allow_quoted_nulls=false, nullstr='', null_padding=false, strict_mode=true, "
                        + "auto_detect=false, columns={'v': 'VARCHAR'}, new_line='\\n')",
                0);
    }

    private List<@Nullable String> query(String sql, int digits) {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<@Nullable String> values = new ArrayList<>();
            while (result.next()) {
                Object value = result.getObject(1);
                values.add(text(
                        value instanceof java.sql.Blob blob
                                ? ByteBuffer.wrap(blob.getBytes(1, (int) blob.length()))
                                : value,
                        digits));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the first column of a Parquet file as its Avro binding reads it. A null is NULL.
    static List<@Nullable String> avro(Path parquet, int digits) {
        return avro(parquet, digits, "v");
    }

    /// Returns a column of a Parquet file as its Avro binding reads it. A null is NULL.
    public static List<@Nullable String> avro(Path parquet, int digits, String column) {
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        // Without this setting, the binding reads Parquet's three-level lists as lists of records with one field.
        configuration.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        new LocalInputFile(parquet), configuration)
                .withDataModel(model())
                .withCompatibility(false)
                .build()) {
            List<@Nullable String> values = new ArrayList<>();
            for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                values.add(text(record.get(column), digits));
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GenericData model() {
        GenericData model = new GenericData();
        for (Conversion<?> each : List.of(
                new Conversions.DecimalConversion(),
                new TimeConversions.DateConversion(),
                new TimeConversions.LocalTimestampMillisConversion(),
                new TimeConversions.LocalTimestampMicrosConversion(),
                new TimeConversions.TimestampMillisConversion(),
                new TimeConversions.TimestampMicrosConversion())) {
            model.addLogicalTypeConversion(each);
        }
        return model;
    }

    private static @Nullable String text(@Nullable Object value, int digits) {
        return value == null ? null : print(value, digits, false);
    }

    /// Prints a value in the form that [TypeCase] describes; a nested value as JSON.
    private static String print(@Nullable Object value, int digits, boolean nested) {
        return switch (value) {
            case null -> "null";
            case Boolean b -> b.toString();
            case BigDecimal d -> d.toPlainString();
            case Float f when Float.isFinite(f) -> f.toString();
            case Double d when Double.isFinite(d) -> d.toString();
            case Byte n -> n.toString();
            case Short n -> n.toString();
            case Integer n -> n.toString();
            case Long n -> n.toString();
            case List<?> list ->
                list.stream().map(each -> print(each, digits, true)).collect(Collectors.joining(",", "[", "]"));
            case Object[] array -> print(Arrays.asList(array), digits, nested);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .sorted(Comparator.comparing(e -> e.getKey().toString()))
                        .map(e -> quoted(e.getKey().toString()) + ":" + print(e.getValue(), digits, true))
                        .collect(Collectors.joining(",", "{", "}"));
            case GenericRecord record ->
                record.getSchema().getFields().stream()
                        .map(f -> quoted(f.name()) + ":" + print(record.get(f.name()), digits, true))
                        .collect(Collectors.joining(",", "{", "}"));
            case java.sql.Array array -> print(unwrapped(array), digits, nested);
            case org.duckdb.DuckDBStruct struct ->
                unwrapped(struct).entrySet().stream()
                        .map(e -> quoted(e.getKey()) + ":" + print(e.getValue(), digits, true))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> nested ? quoted(scalar(value, digits)) : scalar(value, digits);
        };
    }

    private static String scalar(Object value, int digits) {
        return switch (value) {
            case ByteBuffer bytes -> HexFormat.of().formatHex(array(bytes));
            case java.sql.Date date -> date.toLocalDate().toString();
            case LocalDateTime time -> time(digits).format(time);
            case java.sql.Timestamp time -> time(digits).format(time.toLocalDateTime());
            case Instant time -> time(digits).format(time.atOffset(ZoneOffset.UTC)) + "Z";
            case OffsetDateTime time -> time(digits).format(time.withOffsetSameInstant(ZoneOffset.UTC)) + "Z";
            default -> value.toString();
        };
    }

    private static Object unwrapped(java.sql.Array array) {
        try {
            return array.getArray();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> unwrapped(org.duckdb.DuckDBStruct struct) {
        try {
            return struct.getMap();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    private static DateTimeFormatter time(int digits) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss." + "S".repeat(Math.max(1, digits)));
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
