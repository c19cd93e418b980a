package io.featurestore.local.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds the newest record per identifier of one feature group, in memory and in a journal. Thread-safe.
final class OnlineStore implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// Holds a record that was read from the store.
    ///
    /// @param values the list of feature values, as it was put
    /// @param expires the time at which it expires; empty if it does not
    record Read(JsonNode values, Optional<Instant> expires) {}

    /// Holds a record as JSON text, which takes much less memory than objects. An empty text is a tombstone.
    private record Kept(Instant eventTime, String values, Optional<Instant> expires) {
        boolean isTombstone() {
            return values.isEmpty();
        }
    }

    private final Clock clock;
    private final Map<String, Kept> records = new HashMap<>();
    private final Journal journal;
    private long lines;

    OnlineStore(Path file, Clock clock) {
        this.clock = clock;
        this.journal = new Journal(file, this::replay);
        if (lines > 2L * records.size() + 1000) {
            journal.rewrite(compacted());
        }
    }

    /// Writes a record unless the store has a newer one.
    synchronized void put(CheckedRecord record, JsonNode values, Optional<Instant> expires) {
        Kept there = live(record.identifier());
        if (there == null || !record.eventTime().isBefore(there.eventTime())) {
            write(record.identifier(), new Kept(record.eventTime(), values.toString(), expires));
        }
    }

    /// Writes a tombstone if the stored record is older than the deletion.
    synchronized void softDelete(String identifier, Instant eventTime) {
        Kept there = live(identifier);
        if (there == null || there.eventTime().isBefore(eventTime)) {
            write(identifier, new Kept(eventTime, "", Optional.empty()));
        }
    }

    /// Removes a record without a tombstone. Returns false if the stored record is not older than the deletion.
    synchronized boolean hardDelete(String identifier, Instant eventTime) {
        Kept there = live(identifier);
        if (there != null && !there.eventTime().isBefore(eventTime)) {
            return false;
        }
        journal.append(JsonNodeFactory.instance.objectNode().put("id", identifier));
        records.remove(identifier);
        return true;
    }

    /// Returns the record of an identifier; empty if there is none, or if it was deleted or has expired.
    Optional<Read> get(String identifier) {
        Kept there;
        synchronized (this) {
            there = live(identifier);
        }
        if (there == null || there.isTombstone()) {
            return Optional.empty();
        }
        return Optional.of(new Read(parse(there.values()), there.expires()));
    }

    @Override
    public synchronized void close() {
        journal.close();
    }

    private @Nullable Kept live(String identifier) {
        Kept there = records.get(identifier);
        boolean gone = there != null
                && there.expires().filter(at -> !at.isAfter(clock.instant())).isPresent();
        return gone ? null : there;
    }

    private void write(String identifier, Kept record) {
        journal.append(line(identifier, record));
        records.put(identifier, record);
    }

    private Iterator<JsonNode> compacted() {
        return records.entrySet().stream()
                .map(entry -> (JsonNode) line(entry.getKey(), entry.getValue()))
                .iterator();
    }

    private static ObjectNode line(String identifier, Kept record) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("id", identifier)
                .put("eventTime", record.eventTime().toString());
        line.set("values", record.isTombstone() ? NullNode.instance : parse(record.values()));
        record.expires().ifPresent(expires -> line.put("expires", expires.toString()));
        return line;
    }

    private void replay(JsonNode line) {
        lines++;
        String identifier = line.path("id").asText();
        if (!line.has("eventTime")) {
            records.remove(identifier);
            return;
        }
        JsonNode values = line.path("values");
        records.put(
                identifier,
                new Kept(
                        Instant.parse(line.path("eventTime").asText()),
                        values.isNull() ? "" : values.toString(),
                        Optional.ofNullable(line.path("expires").textValue()).map(Instant::parse)));
    }

    private static JsonNode parse(String values) {
        try {
            return MAPPER.readTree(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it was written as JSON", e);
        }
    }
}
