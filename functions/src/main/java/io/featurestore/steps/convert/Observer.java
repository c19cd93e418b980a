package io.featurestore.steps.convert;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Observed;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;

/**
 * Sees every record of a chunk as the query gave it, before renaming and any transform. What it gathered goes to
 * {@code <work>statistics/<index>}; the chunk's report names that version of the object, so a later report of a
 * repaired chunk takes its own, and the rest of a chunk that stopped early has an index, and so an object, of its own.
 */
final class Observer {
    private final Observed observed;
    private final Optional<TableProfile> statistics;
    private final Optional<RecordChecks> checks;
    private final Optional<KeyRuns> keys;
    private final String name;
    private long records;

    Observer(Observed observed, List<OutputColumn> columns, ObjectStore store, Chunk chunk) {
        this.observed = observed;
        name = String.format(Locale.ROOT, "%05d", chunk.index());
        statistics = observed.gathering(columns);
        checks = observed.checks(columns);
        keys = checks.flatMap(c -> c.uniqueColumn().stream().boxed().findFirst())
                .map(column -> new KeyRuns(store, observed.place().append(name + "-keys-"), column));
    }

    void add(Fields record) {
        if (statistics.isPresent()) {
            statistics.get().add(record);
        }
        if (checks.isPresent()) {
            checks.get().add(record);
        }
        if (keys.isPresent()) {
            keys.get().add(record, records);
        }
        records++;
    }

    /** Writes what was gathered; the same chunk again replaces it. */
    ObjectRef write(ObjectStore store) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            if (statistics.isPresent()) {
                statistics.get().write(out);
            }
            if (checks.isPresent()) {
                checks.get().write(out);
            }
            if (keys.isPresent()) {
                keys.get().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store.put(observed.place().append(name), bytes
                .toByteArray(), "application/octet-stream", Map.of(), IfExists.REPLACE);
    }
}
