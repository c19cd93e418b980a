package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.FeatureGroups;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetWriter;

/// Writes rows to the offline stores. Rows are buffered, and each flush writes one Parquet file per partition. A
/// row is in a journal until its file is written. If the process is killed in between, the row is written again:
/// a put may appear twice, as in AWS. Thread-safe.
final class OfflineStore implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(OfflineStore.class.getName());
    /// Bounds the number of buffered rows.
    private static final int MAX_GATHERED = 5_000;

    /// Holds a row that is not yet in a file.
    ///
    /// @param folder the partition's folder below the data location, or the day's for Iceberg
    /// @param record the row without its write time
    /// @param line its line in the journal
    private record Row(
            FeatureGroup.Offline store, Instant eventTime, String folder, GenericRecord record, JsonNode line) {}

    /// Identifies the rows that go into one file.
    private record FileKey(FeatureGroup.Offline store, String folder, Schema schema) {}

    private final OfflineRows rows;
    private final Catalog catalog;
    private final Buckets buckets;
    private final Path folder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Journal journal;
    private List<Row> gathered = new ArrayList<>();

    OfflineStore(FeatureGroups groups, Catalog catalog, Buckets buckets, Path folder, Clock clock) {
        this.rows = new OfflineRows(catalog);
        this.catalog = catalog;
        this.buckets = buckets;
        this.folder = folder;
        this.clock = clock;
        List<JsonNode> left = new ArrayList<>();
        this.journal = new Journal(folder.resolve("offline.jsonl"), left::add);
        left.forEach(line -> take(groups, line));
    }

    /// Checks that a record fits the table of its group. Nothing is written yet.
    void check(FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record) {
        rows.of(group, store, record, clock.instant(), false);
    }

    /// Accepts a record. It is in a file after the next [#flush].
    synchronized void append(
            FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record, Instant invoked, boolean deleted) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("group", group.name())
                .put("created", group.created().toString())
                .put("id", record.identifier())
                .put("eventTime", record.eventTime().toString())
                .put("invoked", invoked.toString())
                .put("deleted", deleted);
        ObjectNode values = line.putObject("values");
        record.values().forEach(values::set);
        Row row = row(group, store, record, invoked, deleted, line);
        journal.append(line);
        gathered.add(row);
        if (gathered.size() >= MAX_GATHERED) {
            flush();
        }
    }

    /// Writes the buffered rows. Rows that cannot be written stay for the next flush.
    ///
    /// @throws UncheckedIOException if a file cannot be written
    /// @throws ServiceException if a bucket no longer exists
    synchronized void flush() {
        if (gathered.isEmpty()) {
            return;
        }
        Map<FileKey, List<Row>> files = new LinkedHashMap<>();
        for (Row row : gathered) {
            files.computeIfAbsent(
                            new FileKey(row.store(), row.folder(), row.record().getSchema()), key -> new ArrayList<>())
                    .add(row);
        }
        List<Row> left = new ArrayList<>();
        Map<FeatureGroup.Offline, List<List<String>>> partitions = new LinkedHashMap<>();
        List<RuntimeException> failures = new ArrayList<>();
        files.forEach((key, content) -> {
            try {
                List<String> partition = write(key, content);
                partitions
                        .computeIfAbsent(key.store(), store -> new ArrayList<>())
                        .add(partition);
            } catch (UncheckedIOException | ServiceException e) {
                // One group's bucket may be gone: the others' rows must not wait for it.
                failures.add(e);
                left.addAll(content);
            }
        });
        partitions.forEach(this::register);
        gathered = left;
        journal.rewrite(left.stream().map(Row::line).iterator());
        if (!failures.isEmpty()) {
            RuntimeException failure = failures.removeFirst();
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    @Override
    public synchronized void close() {
        flush();
        journal.close();
    }

    private void take(FeatureGroups groups, JsonNode line) {
        Optional<FeatureGroup> group = groups.find(line.path("group").asText())
                .filter(found ->
                        found.created().toString().equals(line.path("created").asText()));
        Optional<FeatureGroup.Offline> store = group.flatMap(FeatureGroup::offline);
        if (store.isEmpty()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "A row of the deleted feature group {0} is dropped",
                    line.path("group").asText());
            return;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        line.path("values").properties().forEach(value -> values.put(value.getKey(), value.getValue()));
        CheckedRecord record = new CheckedRecord(
                line.path("id").asText(), Instant.parse(line.path("eventTime").asText()), values);
        gathered.add(row(
                group.get(),
                store.get(),
                record,
                Instant.parse(line.path("invoked").asText()),
                line.path("deleted").asBoolean(),
                line));
    }

    private Row row(
            FeatureGroup group,
            FeatureGroup.Offline store,
            CheckedRecord record,
            Instant invoked,
            boolean deleted,
            JsonNode line) {
        String partition = store.iceberg()
                ? group.eventTime() + "_trunc="
                        + record.eventTime().atZone(ZoneOffset.UTC).toLocalDate()
                : OfflineFiles.folder(OfflineFiles.partition(record.eventTime()));
        return new Row(store, record.eventTime(), partition, rows.of(group, store, record, invoked, deleted), line);
    }

    /// Writes a file and returns its partition.
    private List<String> write(FileKey key, List<Row> content) {
        Instant latest =
                content.stream().map(Row::eventTime).max(Instant::compareTo).orElseThrow();
        // An Iceberg table's files lie below one more random folder each.
        String below = key.store().iceberg() ? OfflineFiles.random(8, random).toLowerCase(Locale.ROOT) + "/" : "";
        String uri = key.store().dataLocation() + "/" + below + key.folder() + "/" + OfflineFiles.name(latest, random);
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
        return OfflineFiles.partition(latest);
    }

    /// Registers the partitions of written files, unless the table was dropped or has other partition keys.
    private void register(FeatureGroup.Offline store, List<List<String>> partitions) {
        store.table()
                .flatMap(name -> catalog.table(name.database(), name.name()))
                .filter(table -> !table.iceberg() && table.partitionKeys().size() == partitions.getFirst().size())
                .ifPresent(table -> catalog.addPartitions(table.database(), table.name(), partitions));
    }

    private void writeFile(Path file, Schema schema, List<Row> content) throws IOException {
        long now = clock.millis();
        try (ParquetWriter<GenericRecord> writer = OfflineFiles.open(file, schema)) {
            for (Row row : content) {
                row.record().put("write_time", now);
                writer.write(row.record());
            }
        }
    }
}
