package io.featurestore.local.sample;

import io.featurestore.local.features.OfflineFiles;
import io.featurestore.local.iceberg.PartitionWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Writes rows to new files of an Iceberg table, and appends them to the table in a few snapshots.
final class SampleAppends implements SampleTarget {
    private static final long SEED = 20_231_115L;
    /// The number of batches of one snapshot.
    private static final int BATCHES = 32;

    private final Table table;
    private final String dataLocation;
    private final String eventTime;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<DataFile> files = new ArrayList<>();
    private int batches;

    /// Prepares to write.
    ///
    /// @param dataLocation `s3://bucket/prefix`, the place of the files
    /// @param eventTime the name of the column with the event time, a text
    SampleAppends(Table table, String dataLocation, String eventTime) {
        this.table = table;
        this.dataLocation = dataLocation;
        this.eventTime = eventTime;
    }

    @Override
    public Batch open(Schema schema) {
        return new Rows();
    }

    /// Appends the files that no snapshot has yet.
    void append() {
        if (!files.isEmpty()) {
            AppendFiles append = table.newAppend();
            files.forEach(append::appendFile);
            append.commit();
            files.clear();
        }
    }

    private final class Rows implements Batch {
        private final List<Record> rows = new ArrayList<>();
        private Instant latest = Instant.MIN;
        private boolean complete;

        @Override
        public void write(GenericRecord row, Instant time) {
            rows.add(record(row, time));
            latest = time.isAfter(latest) ? time : latest;
        }

        @Override
        public void complete() {
            complete = true;
        }

        @Override
        public void close() {
            if (complete && !rows.isEmpty()) {
                files.addAll(new PartitionWriter(table, table.schema())
                        .write(rows, folder -> OfflineFiles.inTable(dataLocation, folder, latest, random)));
            }
            if (++batches % BATCHES == 0) {
                append();
            }
        }
    }

    private Record record(GenericRecord row, Instant time) {
        Record record = org.apache.iceberg.data.GenericRecord.create(table.schema());
        for (Types.NestedField field : table.schema().columns()) {
            record.setField(
                    field.name(),
                    field.name().equals(eventTime)
                            ? time.truncatedTo(ChronoUnit.MILLIS).toString()
                            : value(row.get(field.name()), field.type()));
        }
        return record;
    }

    private static @Nullable Object value(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case STRING -> value.toString();
            case LIST -> ((List<?>) value).stream().map(Object::toString).toList();
            case TIMESTAMP -> Instant.ofEpochMilli((long) value).atOffset(ZoneOffset.UTC);
            default -> value;
        };
    }
}
