package io.featurestore.model;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a random table to Parquet files, by two writers and with the differences that files of one
/// table have: columns that are missing where they are NULL, in another order, in another case, of a narrower type.
final class TableFiles {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private final RandomTable table;
    private final SplittableRandom random;
    private final Connection duckdb;
    private final Path scratch;

    /// A file of the table.
    ///
    /// @param partition the values of the partition keys
    /// @param seen whether the partition is one of the table's
    /// @param content the bytes
    record Written(List<String> partition, boolean seen, byte[] content) {}

    /// @param duckdb a connection; used by one thread at a time
    TableFiles(RandomTable table, SplittableRandom random, Connection duckdb, Path scratch) {
        this.table = table;
        this.random = random;
        this.duckdb = duckdb;
        this.scratch = scratch;
    }

    List<Written> write() throws IOException, SQLException {
        record Place(List<String> partition, boolean seen) {}
        Map<Place, List<Row>> places = new LinkedHashMap<>();
        for (Row row : table.rows()) {
            places.computeIfAbsent(new Place(partition(row), row.seen()), _ -> new ArrayList<>())
                    .add(row);
        }
        List<Written> files = new ArrayList<>();
        for (Map.Entry<Place, List<Row>> place : places.entrySet()) {
            List<Row> rows = place.getValue();
            int cut = random.nextInt(rows.size() + 1);
            for (List<Row> part : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()))) {
                if (!part.isEmpty()) {
                    files.add(new Written(
                            place.getKey().partition(), place.getKey().seen(), content(part)));
                }
            }
        }
        return files;
    }

    /// Returns the folder of a row. A row that the table does not see lies in one that is no partition.
    private List<String> partition(Row row) {
        Layout layout = table.layout();
        if (!layout.hasFolders()) {
            return List.of();
        }
        LocalDateTime time = LocalDateTime.ofInstant(row.time().orElse(Instant.EPOCH), layout.zone());
        if (!row.seen()) {
            time = time.withYear(2999);
        }
        if (layout.keys().size() == 1) {
            return List.of(time.toLocalDate().toString());
        }
        List<String> values = new ArrayList<>();
        int[] parts = {time.getYear(), time.getMonthValue(), time.getDayOfMonth(), time.getHour()};
        for (int i = 0; i < layout.keys().size(); i++) {
            values.add(String.format(Locale.ROOT, layout.padded() ? i == 0 ? "%04d" : "%02d" : "%d", parts[i]));
        }
        return values;
    }

    private byte[] content(List<Row> rows) throws IOException, SQLException {
        List<Column> columns = new ArrayList<>(table.all());
        columns.removeIf(column -> !column.equals(table.identifier())
                && !column.equals(table.eventTime())
                && rows.stream().allMatch(row -> row.get(column) == null)
                && random.nextInt(3) > 0);
        if (random.nextInt(3) == 0) {
            RandomTable.shuffle(columns, random);
        }
        Map<Column, String> names = new LinkedHashMap<>();
        boolean otherCase = random.nextInt(4) == 0;
        columns.forEach(column -> names.put(column, spelled(column.name(), otherCase)));
        Path file = scratch.resolve("file-" + random.nextLong(Long.MAX_VALUE) + ".parquet");
        try {
            if (random.nextBoolean()
                    && names.values().stream().allMatch(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
                byAvro(file, rows, names);
            } else {
                byDuckDb(file, rows, names);
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String spelled(String name, boolean otherCase) {
        return otherCase && name.chars().allMatch(c -> c < 128) ? name.toUpperCase(Locale.ROOT) : name;
    }

    private void byDuckDb(Path file, List<Row> rows, Map<Column, String> names) throws SQLException {
        List<String> items = new ArrayList<>();
        int number = 0;
        for (Map.Entry<Column, String> column : names.entrySet()) {
            items.add("CAST(c" + number++ + " AS " + type(column.getKey(), rows) + ") AS \""
                    + column.getValue().replace("\"", "\"\"") + "\"");
        }
        String values = rows.stream()
                .map(row -> names.keySet().stream()
                        .map(column -> literal(row.get(column)))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        String aliases = java.util.stream.IntStream.range(0, names.size())
                .mapToObj(i -> "c" + i)
                .collect(Collectors.joining(", "));
        String sql = "COPY (SELECT " + String.join(", ", items) + " FROM (VALUES " + values + ") AS t(" + aliases
                + ")) TO '" + file + "' (FORMAT parquet, CODEC '"
                + RandomTable.one(List.of("zstd", "snappy", "uncompressed", "gzip"), random) + "')";
        synchronized (duckdb) {
            try (Statement statement = duckdb.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /// Returns the type in the file: a narrower one where all values fit.
    private String type(Column column, List<Row> rows) {
        boolean small = rows.stream()
                .map(row -> row.get(column))
                .allMatch(value -> !(value instanceof Number n) || n.longValue() == n.shortValue());
        if (column.kind() == Kind.LONG && small && random.nextInt(3) == 0) {
            return random.nextBoolean() ? "INTEGER" : "SMALLINT";
        }
        return column.kind().duck;
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Boolean flag -> flag.toString();
            case LocalDateTime time -> "'" + MILLIS.format(time) + "'";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }

    private void byAvro(Path file, List<Row> rows, Map<Column, String> names) throws IOException {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("row").fields();
        names.forEach((column, name) -> fields.name(name)
                .type(Schema.createUnion(Schema.create(Schema.Type.NULL), avro(column.kind())))
                .withDefault(null));
        Schema schema = fields.endRecord();
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            for (Row row : rows) {
                GenericRecord record = new GenericData.Record(schema);
                names.forEach((column, name) -> record.put(name, avro(row.get(column))));
                writer.write(record);
            }
        }
    }

    private static Schema avro(Kind kind) {
        return switch (kind) {
            case TEXT -> Schema.create(Schema.Type.STRING);
            case LONG -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case FLAG -> Schema.create(Schema.Type.BOOLEAN);
            case INT -> Schema.create(Schema.Type.INT);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DECIMAL -> LogicalTypes.decimal(12, 3).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        };
    }

    private static @Nullable Object avro(@Nullable Object value) {
        return switch (value) {
            case BigDecimal decimal -> ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
            case LocalDate date -> (int) date.toEpochDay();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC).toEpochMilli();
            case null, default -> value;
        };
    }
}
