package io.featurestore.steps.convert;

import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ProfileRequest;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Computes the profile of a chunk: statistics and checks of every record, before columns are renamed or
/// transformed. The profile is written to `<work>statistics/<index>`. The chunk's report refers to that version
/// of the object, so a repaired chunk's newer report refers to the newer profile. The remainder of a chunk has
/// its own index, and so its own object.
final class Profiler {
    private final ProfileRequest request;
    private final Optional<TableProfile> statistics;
    private final Optional<RecordChecks> checks;
    private final Optional<KeyRuns> keys;
    private final String name;
    private long records;

    Profiler(ProfileRequest request, List<OutputColumn> columns, ObjectStore store, Chunk chunk) {
        this.request = request;
        name = String.format(Locale.ROOT, "%05d", chunk.index());
        statistics = request.statisticsCollector(columns);
        checks = request.checks(columns);
        keys = checks.flatMap(c -> c.uniqueColumn().stream().boxed().findFirst())
                .map(column -> new KeyRuns(store, request.place().append(name + "-keys-"), column));
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

    /// Writes the profile. Replaces an earlier profile of the same chunk.
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
        return store.put(
                request.place().append(name),
                bytes.toByteArray(),
                "application/octet-stream",
                Map.of(),
                IfExists.REPLACE);
    }
}
