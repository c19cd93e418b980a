package io.featurestore.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/// Reads the values of an output with other readers than ours.
final class OutputReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final RandomRequest request;
    private final Connection duckdb;

    OutputReader(RandomRequest request, Connection duckdb) {
        this.request = request;
        this.duckdb = duckdb;
    }

    List<List<Object>> read(Path file) throws IOException, SQLException {
        return switch (request.format()) {
            case "csv" -> csv(file);
            case "json" -> json(file);
            default -> parquet(file);
        };
    }

    private List<List<Object>> csv(Path file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setNullString("")
                .setRecordSeparator('\n')
                .setIgnoreEmptyLines(false)
                .get();
        List<List<Object>> records = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(Files.readString(file), format)) {
            boolean header = true;
            for (var line : parser) {
                if (header) {
                    checkNames(line.toList());
                    header = false;
                    continue;
                }
                List<Object> record = new ArrayList<>();
                for (int i = 0; i < request.columns().size(); i++) {
                    String text = line.get(i);
                    record.add(
                            text == null
                                    ? null
                                    : value(text, request.columns().get(i).kind()));
                }
                records.add(record);
            }
        }
        return records;
    }

    private void checkNames(List<String> names) {
        List<String> wanted = request.columns().stream().map(Column::name).toList();
        if (names.size() != wanted.size()) {
            throw new AssertionError("the columns are " + names + ", not " + wanted);
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equalsIgnoreCase(wanted.get(i))) {
                throw new AssertionError("the columns are " + names + ", not " + wanted);
            }
        }
    }

    private List<List<Object>> json(Path file) throws IOException {
        List<List<Object>> records = new ArrayList<>();
        for (String line : Files.readString(file).split("\n")) {
            if (line.isEmpty()) {
                continue;
            }
            JsonNode node = JSON.readTree(line);
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            checkNames(names);
            List<Object> record = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                JsonNode value = node.get(names.get(i));
                record.add(
                        value.isNull()
                                ? null
                                : value(value.asText(), request.columns().get(i).kind()));
            }
            records.add(record);
        }
        return records;
    }

    /// Returns the value that a text stands for, as csv and json write it.
    private static Object value(String text, Kind kind) {
        return switch (kind) {
            case TEXT -> text;
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case FLAG -> flag(text);
            case INT -> Integer.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case DATE -> LocalDate.parse(text);
            // Times of Iceberg's system columns have a zone.
            case TIME -> LocalDateTime.parse(text.replaceFirst("( UTC|Z)$", "").replace(' ', 'T'));
        };
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new AssertionError(text + " is no boolean");
        };
    }

    private List<List<Object>> parquet(Path file) throws SQLException {
        List<List<Object>> records = new ArrayList<>();
        synchronized (duckdb) {
            try (Statement statement = duckdb.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    names.add(rows.getMetaData().getColumnName(i));
                }
                checkNames(names);
                while (rows.next()) {
                    List<Object> record = new ArrayList<>();
                    for (int i = 0; i < names.size(); i++) {
                        record.add(typed(rows, i + 1, request.columns().get(i).kind()));
                    }
                    records.add(record);
                }
            }
        }
        return records;
    }

    private static @Nullable Object typed(ResultSet rows, int at, Kind kind) throws SQLException {
        Object value = rows.getObject(at);
        if (value == null) {
            return null;
        }
        return value instanceof OffsetDateTime time
                ? time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                : rows.getObject(at, kind.values);
    }
}
