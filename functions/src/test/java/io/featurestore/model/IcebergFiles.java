package io.featurestore.model;

import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.iceberg.PartitionWriter;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptionUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Makes a random table by Iceberg's library: with a random partition spec, in several appends, with a column that is
/// added or renamed between them, and with rows that are deleted with their file or by position.
final class IcebergFiles {
    private static final String OLD_NAME = "old_name";

    private final RandomTable table;
    private final SplittableRandom random;
    private final IcebergCatalog catalog;
    private final String location;

    IcebergFiles(RandomTable table, SplittableRandom random, IcebergCatalog catalog, String location) {
        this.table = table;
        this.random = random;
        this.catalog = catalog;
        this.location = location;
    }

    void make(String database) throws IOException {
        Optional<Column> late = changed().filter(_ -> random.nextBoolean());
        Optional<Column> renamed =
                changed().filter(column -> !late.equals(Optional.of(column)) && random.nextBoolean());
        Schema schema = schema(late, renamed);
        Table iceberg = catalog.createTable(
                TableIdentifier.of(database, table.name()),
                schema,
                spec(schema),
                location,
                Map.of("format-version", "2"));
        List<Row> early = table.rows().stream()
                .filter(row -> late.isEmpty() || row.get(late.get()) == null)
                .toList();
        append(iceberg, early.subList(0, early.size() / 2), renamed);
        renamed.ifPresent(column ->
                iceberg.updateSchema().renameColumn(OLD_NAME, column.name()).commit());
        append(iceberg, early.subList(early.size() / 2, early.size()), Optional.empty());
        late.ifPresent(column -> iceberg.updateSchema()
                .addColumn(null, column.name(), type(column))
                .commit());
        if (random.nextInt(3) == 0) {
            iceberg.updateSpec().addField("write_time").commit();
        }
        append(
                iceberg,
                table.rows().stream()
                        .filter(row -> late.isPresent() && row.get(late.get()) != null)
                        .toList(),
                Optional.empty());
    }

    /// Returns a column that is none of those that every table has.
    private Optional<Column> changed() {
        List<Column> columns = table.columns().stream()
                .filter(column -> !column.equals(table.identifier()) && !column.equals(table.eventTime()))
                .toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(RandomTable.one(columns, random));
    }

    private Schema schema(Optional<Column> without, Optional<Column> renamed) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (Column column : table.all()) {
            if (!Optional.of(column).equals(without)) {
                String name = Optional.of(column).equals(renamed) ? OLD_NAME : column.name();
                fields.add(Types.NestedField.optional(fields.size() + 1, name, type(column)));
            }
        }
        return new Schema(fields);
    }

    private static Type type(Column column) {
        return switch (column.kind()) {
            case TEXT -> Types.StringType.get();
            case LONG -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case FLAG -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case FLOAT -> Types.FloatType.get();
            case DECIMAL -> Types.DecimalType.of(12, 3);
            case DATE -> Types.DateType.get();
            // As AWS has them: the system columns with a zone.
            case TIME ->
                column.feature() || !isSystem(column)
                        ? Types.TimestampType.withoutZone()
                        : Types.TimestampType.withZone();
        };
    }

    private static boolean isSystem(Column column) {
        return column.equals(Column.WRITE_TIME) || column.equals(Column.API_TIME);
    }

    private PartitionSpec spec(Schema schema) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        String eventTime = table.eventTime().name();
        switch (random.nextInt(4)) {
            case 0 -> spec.bucket(table.identifier().name(), 3);
            case 1 -> spec.day(Column.WRITE_TIME.name());
            case 2 -> {
                if (table.eventTime().kind() == Kind.TEXT) {
                    spec.truncate(eventTime, 10);
                } else {
                    spec.identity(Column.DELETED.name());
                }
            }
            default -> {
                // No partitions.
            }
        }
        return spec.build();
    }

    /// Appends rows in one or two snapshots. Rows that must not be seen are deleted again.
    private void append(Table iceberg, List<Row> rows, Optional<Column> renamed) throws IOException {
        List<Row> seen = rows.stream().filter(Row::seen).toList();
        List<Row> gone = rows.stream().filter(row -> !row.seen()).toList();
        if (!seen.isEmpty()) {
            AppendFiles append = iceberg.newAppend();
            write(iceberg, seen, renamed).forEach(append::appendFile);
            append.commit();
        }
        if (gone.isEmpty()) {
            return;
        }
        boolean byPosition = random.nextBoolean();
        AppendFiles append = iceberg.newAppend();
        List<DataFile> files = write(iceberg, gone, renamed);
        files.forEach(append::appendFile);
        append.commit();
        if (byPosition) {
            deletePositions(iceberg, files);
        } else {
            iceberg.newDelete().deleteFile(files.getFirst()).commit();
            for (DataFile file : files.subList(1, files.size())) {
                iceberg.newDelete().deleteFile(file).commit();
            }
        }
    }

    private void deletePositions(Table iceberg, List<DataFile> files) throws IOException {
        RowDelta delta = iceberg.newRowDelta();
        for (DataFile file : files) {
            PartitionSpec spec = iceberg.specs().get(file.specId());
            StructLike partition = file.partition();
            PositionDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(iceberg)
                    .build()
                    .newPositionDeleteWriter(
                            EncryptionUtil.plainAsEncryptedOutput(iceberg.io().newOutputFile(place("deletes"))),
                            spec,
                            partition);
            try (writer) {
                PositionDelete<Record> delete = PositionDelete.create();
                for (long position = 0; position < file.recordCount(); position++) {
                    writer.write(delete.set(file.location(), position));
                }
            }
            delta.addDeletes(writer.toDeleteFile());
        }
        delta.commit();
    }

    private List<DataFile> write(Table iceberg, List<Row> rows, Optional<Column> renamed) {
        return new PartitionWriter(iceberg, iceberg.schema())
                .write(
                        rows.stream()
                                .map(row -> record(iceberg.schema(), row, renamed))
                                .toList(),
                        _ -> place("data"));
    }

    private String place(String kind) {
        return location + "/data/" + Long.toHexString(random.nextLong(Long.MAX_VALUE)) + "-" + kind + ".parquet";
    }

    private Record record(Schema schema, Row row, Optional<Column> renamed) {
        Record record = GenericRecord.create(schema);
        for (Column column : table.all()) {
            String name = Optional.of(column).equals(renamed) ? OLD_NAME : column.name();
            if (schema.findField(name) != null) {
                record.setField(name, value(column, row.get(column)));
            }
        }
        return record;
    }

    private static @Nullable Object value(Column column, @Nullable Object value) {
        return value instanceof LocalDateTime time && isSystem(column) ? time.atOffset(ZoneOffset.UTC) : value;
    }
}
