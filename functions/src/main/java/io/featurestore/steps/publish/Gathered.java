package io.featurestore.steps.publish;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.checks.Duplicates;
import io.featurestore.records.checks.Outcome;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.Observed;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.convert.UniqueKeys;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;

/**
 * What was gathered of all records: of each chunk the object that its newest report names, and no other.
 *
 * @param statistics of every column; empty unless asked for
 * @param outcomes of every expectation; empty where nothing is expected
 */
record Gathered(Optional<List<ColumnStatistics>> statistics, Optional<List<Outcome>> outcomes) {
    /** Where nothing was asked for. */
    static final Gathered NOTHING = new Gathered(Optional.empty(), Optional.empty());
    /** Of what chunks gathered, so much is held at once. */
    private static final long HELD_BYTES = 64 << 20;

    /** Reads and merges, in the order of the records, a few objects at a time. */
    static Gathered merge(ObjectStore store, ExportPlan plan, List<Counted> chunks, Instant startedAt) {
        return plan.observed().map(observed -> new Merging(store, plan, observed).all(chunks, startedAt))
                .orElse(NOTHING);
    }

    /** Returns the expectations that are broken. */
    List<Outcome> violations() {
        return outcomes.orElse(List.of()).stream().filter(outcome -> !outcome.kept()).toList();
    }

    /** One pass over the chunks. */
    private static final class Merging {
        private final ObjectStore store;
        private final Optional<TableProfile> statistics;
        private final Optional<RecordChecks> checks;
        private final UniqueKeys keys;

        Merging(ObjectStore store, ExportPlan plan, Observed observed) {
            this.store = store;
            statistics = observed.gathering(plan.columns());
            checks = observed.checks(plan.columns());
            keys = new UniqueKeys(store);
        }

        Gathered all(List<Counted> chunks, Instant startedAt) {
            long largest = chunks.stream().mapToLong(chunk -> object(chunk).size()).max().orElse(1);
            int step = Math.clamp(HELD_BYTES / Math.max(1, largest), 1, Limits.FINAL_REQUESTS);
            for (int from = 0; from < chunks.size(); from += step) {
                List<Counted> some = chunks.subList(from, Math.min(chunks.size(), from + step));
                List<byte[]> read = Parallel.map(some, Limits.FINAL_REQUESTS, chunk -> read(store, object(chunk)));
                for (int i = 0; i < read.size(); i++) {
                    add(read.get(i), some.get(i).firstRecord());
                }
            }
            Duplicates duplicates = keys.duplicates();
            return new Gathered(statistics.map(TableProfile::statistics), checks.map(c -> c.outcomes(startedAt,
                    duplicates)));
        }

        private void add(byte[] bytes, long firstRecord) {
            try {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                if (statistics.isPresent()) {
                    statistics.get().merge(in);
                }
                if (checks.isPresent()) {
                    checks.get().merge(in);
                    if (checks.get().uniqueColumn().isPresent()) {
                        keys.add(in, firstRecord);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] read(ObjectStore store, ObjectRef object) {
        try (InputStream in = store.open(object, 0, object.size())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Transient(object.uri() + " came cut off: " + e.getMessage(), e);
        }
    }

    private static ObjectRef object(Counted chunk) {
        return chunk.report()
                .observed()
                .orElseThrow(() -> new Internal("Chunk " + chunk.report().index()
                        + " gathered nothing, although the plan asks for it, which is a defect."));
    }
}
