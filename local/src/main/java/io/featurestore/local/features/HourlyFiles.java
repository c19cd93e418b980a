package io.featurestore.local.features;

import io.featurestore.local.glue.Catalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetWriter;

/// Writes the offline stores of the format Glue: Parquet files in folders by hour, which are registered as partitions.
final class HourlyFiles implements OfflineFormat {
    /// Identifies the rows that go into one file.
    ///
    /// @param folder the partition's folder below the data location
    private record FileKey(FeatureGroup.Offline store, String folder, Schema schema) {}

    private record HourRow(FileKey batch, Instant eventTime, GenericRecord record) implements Row {}

    private final OfflineRows rows;
    private final Catalog catalog;
    private final Buckets buckets;
    private final Path folder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<FeatureGroup.Offline, List<List<String>>> written = new LinkedHashMap<>();

    /// Creates the format.
    ///
    /// @param folder a folder for unfinished files
    HourlyFiles(Catalog catalog, Buckets buckets, Path folder, Clock clock) {
        this.rows = new OfflineRows(catalog);
        this.catalog = catalog;
        this.buckets = buckets;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Row row(
            FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record, Instant invoked, boolean deleted) {
        GenericRecord row = rows.of(group, store, record, invoked, deleted);
        String hour = OfflineFiles.folder(OfflineFiles.partition(record.eventTime()));
        return new HourRow(new FileKey(store, hour, row.getSchema()), record.eventTime(), row);
    }

    @Override
    public void write(List<Row> batch) {
        List<HourRow> content = batch.stream().map(HourRow.class::cast).toList();
        FileKey key = content.getFirst().batch();
        Instant latest =
                content.stream().map(HourRow::eventTime).max(Instant::compareTo).orElseThrow();
        String uri = key.store().dataLocation() + "/" + key.folder() + "/" + OfflineFiles.name(latest, random);
        String[] place = uri.substring("s3://".length()).split("/", 2);
        try {
            Path file = Files.createTempFile(folder, "rows", ".parquet");
            Files.delete(file);
            try {
                writeFile(file, key.schema(), content);
                try (InputStream in = Files.newInputStream(file)) {
                    buckets.put(place[0], place[1], in, "application/octet-stream");
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.computeIfAbsent(key.store(), store -> new ArrayList<>()).add(OfflineFiles.partition(latest));
    }

    /// Registers the partitions of the written files, in one step for each table.
    @Override
    public void finish() {
        written.forEach(this::register);
        written.clear();
    }

    /// Registers partitions, unless the table was dropped or has other partition keys.
    private void register(FeatureGroup.Offline store, List<List<String>> partitions) {
        store.table()
                .flatMap(name -> catalog.table(name.database(), name.name()))
                .filter(table -> !table.iceberg()
                        && table.partitionKeys().size() == partitions.getFirst().size())
                .ifPresent(table -> catalog.addPartitions(table.database(), table.name(), partitions));
    }

    private void writeFile(Path file, Schema schema, List<HourRow> content) throws IOException {
        long now = clock.millis();
        try (ParquetWriter<GenericRecord> writer = OfflineFiles.open(file, schema)) {
            for (HourRow row : content) {
                row.record().put("write_time", now);
                writer.write(row.record());
            }
        }
    }
}
