package io.featurestore.local.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import io.featurestore.local.sagemaker.FeatureGroups;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes rows to the offline stores. Rows are buffered, and each flush writes one file per partition. A row is in a
/// journal until its file is written. If the process is killed in between, the row is written again: a put may appear
/// twice, as in AWS. Thread-safe.
final class OfflineStore implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(OfflineStore.class.getName());
    /// Bounds the number of buffered rows.
    private static final int MAX_GATHERED = 5_000;

    /// Holds a row that is not yet in a file.
    ///
    /// @param line its line in the journal
    private record Gathered(OfflineFormat format, OfflineFormat.Row row, JsonNode line) {
        Batch batch() {
            return new Batch(format, row.batch());
        }
    }

    /// Identifies the rows that are written in one step.
    private record Batch(OfflineFormat format, Object rows) {}

    private final OfflineFormat hourly;
    private final OfflineFormat iceberg;
    private final Clock clock;
    private final Journal journal;
    private List<Gathered> gathered = new ArrayList<>();

    OfflineStore(FeatureGroups groups, Catalog catalog, Buckets buckets, Path folder, Clock clock) {
        this.hourly = new HourlyFiles(catalog, buckets, folder, clock);
        this.iceberg = new IcebergRows(new IcebergCatalog(catalog, buckets), clock);
        this.clock = clock;
        List<JsonNode> left = new ArrayList<>();
        this.journal = new Journal(folder.resolve("offline.jsonl"), left::add);
        left.forEach(line -> take(groups, line));
    }

    /// Checks that a record fits the table of its group. Nothing is written yet.
    void check(FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record) {
        format(store).row(group, store, record, clock.instant(), false);
    }

    private OfflineFormat format(FeatureGroup.Offline store) {
        return store.iceberg() ? iceberg : hourly;
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
        OfflineFormat.Row row = format(store).row(group, store, record, invoked, deleted);
        journal.append(line);
        gathered.add(new Gathered(format(store), row, line));
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
        Map<Batch, List<Gathered>> batches = new LinkedHashMap<>();
        for (Gathered row : gathered) {
            batches.computeIfAbsent(row.batch(), key -> new ArrayList<>()).add(row);
        }
        List<Gathered> left = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        batches.forEach((batch, content) -> {
            try {
                batch.format().write(content.stream().map(Gathered::row).toList());
            } catch (UncheckedIOException | ServiceException e) {
                // One group's bucket may be gone: the others' rows must not wait for it.
                failures.add(e);
                left.addAll(content);
            }
        });
        hourly.finish();
        iceberg.finish();
        gathered = left;
        journal.rewrite(left.stream().map(Gathered::line).iterator());
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
        gathered.add(new Gathered(
                format(store.get()),
                format(store.get())
                        .row(
                                group.get(),
                                store.get(),
                                record,
                                Instant.parse(line.path("invoked").asText()),
                                line.path("deleted").asBoolean()),
                line));
    }
}
