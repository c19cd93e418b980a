package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.iceberg.PartitionWriter;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.IcebergSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.types.Types;

/// Writes the offline stores of the format Iceberg: each batch is one append to the table, with one file for each day.
final class IcebergRows implements OfflineFormat {
    private static final System.Logger LOGGER = System.getLogger(IcebergRows.class.getName());

    private record TableRow(FeatureGroup.Offline batch, Instant eventTime, Record record) implements Row {}

    /// Holds the schema that a table has with certain metadata.
    private record KnownSchema(String metadataLocation, Schema schema) {}

    private final IcebergCatalog tables;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<FeatureGroup.TableName, KnownSchema> known = new ConcurrentHashMap<>();

    IcebergRows(IcebergCatalog tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Row row(
            FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record, Instant invoked, boolean deleted) {
        Schema schema = store.table().flatMap(this::schema).orElseGet(() -> IcebergSchema.of(group));
        GenericRecord row = GenericRecord.create(schema);
        record.values().forEach((feature, value) -> put(row, schema, feature, value));
        set(row, schema, "api_invocation_time", invoked);
        set(row, schema, "is_deleted", deleted);
        return new TableRow(store, record.eventTime(), row);
    }

    private static void put(GenericRecord row, Schema schema, String feature, JsonNode value) {
        Types.NestedField field = schema.caseInsensitiveFindField(feature);
        if (field == null) {
            throw Errors.invalid("The offline store's table has no column for the feature named [" + feature + "].");
        }
        try {
            row.setField(field.name(), IcebergValues.of(value, field.type()));
        } catch (IllegalArgumentException e) {
            throw Errors.invalid("The value of the feature named [" + feature
                    + "] does not fit its column in the offline store's table: " + e.getMessage() + ".");
        }
    }

    /// Sets a column that the store adds, if the table has it with its usual type.
    private static void set(Record row, Schema schema, String name, Object value) {
        Types.NestedField field = schema.caseInsensitiveFindField(name);
        if (field == null) {
            return;
        }
        switch (field.type().typeId()) {
            case BOOLEAN -> row.setField(field.name(), value);
            case TIMESTAMP -> row.setField(field.name(), time((Instant) value, (Types.TimestampType) field.type()));
            default ->
                throw Errors.invalid(
                        "The column " + name + " of the offline store's table has the type " + field.type() + ".");
        }
    }

    private static Object time(Instant value, Types.TimestampType type) {
        return type.shouldAdjustToUTC()
                ? value.atOffset(ZoneOffset.UTC)
                : value.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }

    /// Returns the current schema of a table; empty if the table was dropped.
    private Optional<Schema> schema(FeatureGroup.TableName name) {
        Optional<String> location = tables.metadataLocation(name.database(), name.name());
        if (location.isEmpty()) {
            return Optional.empty();
        }
        KnownSchema before = known.get(name);
        if (before != null && before.metadataLocation().equals(location.get())) {
            return Optional.of(before.schema());
        }
        Schema schema = tables.load(name.database(), name.name()).schema();
        known.put(name, new KnownSchema(location.get(), schema));
        return Optional.of(schema);
    }

    @Override
    public void write(List<Row> batch) {
        List<TableRow> rows = batch.stream().map(TableRow.class::cast).toList();
        FeatureGroup.Offline store = rows.getFirst().batch();
        Optional<Table> found = store.table().flatMap(this::load);
        if (found.isEmpty()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} rows are dropped: the Iceberg table of {1} is no more",
                    rows.size(),
                    store.dataLocation());
            return;
        }
        Instant now = clock.instant();
        // A row keeps the schema it was made with: the table may have got another one since.
        Map<Types.StructType, List<Record>> bySchema = new LinkedHashMap<>();
        for (TableRow row : rows) {
            Types.StructType columns = row.record().struct();
            set(row.record(), new Schema(columns.fields()), "write_time", now);
            bySchema.computeIfAbsent(columns, key -> new ArrayList<>()).add(row.record());
        }
        AppendFiles append = found.get().newAppend();
        bySchema.forEach((columns, records) -> new PartitionWriter(found.get(), new Schema(columns.fields()))
                .write(records, folder -> OfflineFiles.inTable(store.dataLocation(), folder, now, random))
                .forEach(append::appendFile));
        try {
            append.commit();
        } catch (CommitFailedException | CommitStateUnknownException | NotFoundException e) {
            throw new UncheckedIOException(
                    new IOException("Cannot append to the Iceberg table of " + store.dataLocation(), e));
        }
    }

    /// Does nothing: an append is visible at once.
    @Override
    public void finish() {}

    private Optional<Table> load(FeatureGroup.TableName name) {
        try {
            return Optional.of(tables.load(name.database(), name.name()));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }
}
