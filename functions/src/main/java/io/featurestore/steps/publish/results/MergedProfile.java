package io.featurestore.steps.publish.results;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.records.checks.Duplicates;
import io.featurestore.records.checks.Outcome;
import io.featurestore.records.checks.RecordChecks;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.ProfileRequest;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.convert.UniqueKeys;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Holds the profile of all records. It is merged from the profiles that the newest reports of the chunks refer
/// to.
///
/// @param statistics the statistics of every column; empty unless requested
/// @param outcomes the outcome of every expectation; empty if there are none
public record MergedProfile(Optional<List<ColumnStatistics>> statistics, Optional<List<Outcome>> outcomes) {
    /// The profile if none was requested.
    public static final MergedProfile NOTHING = new MergedProfile(Optional.empty(), Optional.empty());
    /// The maximum number of bytes of chunk profiles in memory at the same time.
    private static final long MEMORY = 64 << 20;

    /// Reads and merges the profiles of the chunks, in the order of the records and a few at a time.
    public static MergedProfile merge(ObjectStore store, Plan plan, List<Counted> chunks, Instant startedAt) {
        return plan.profile()
                .map(request -> new Merger(store, plan, request).all(chunks, startedAt))
                .orElse(NOTHING);
    }

    /// Returns the violated expectations.
    public List<Outcome> violations() {
        return outcomes.orElse(List.of()).stream()
                .filter(outcome -> !outcome.kept())
                .toList();
    }

    /// Merges profiles in one pass over the chunks.
    private static final class Merger {
        private final ObjectStore store;
        private final Optional<TableProfile> statistics;
        private final Optional<RecordChecks> checks;
        private final UniqueKeys keys;

        Merger(ObjectStore store, Plan plan, ProfileRequest request) {
            this.store = store;
            statistics = request.statisticsCollector(plan.columns());
            checks = request.checks(plan.columns());
            keys = new UniqueKeys(store);
        }

        MergedProfile all(List<Counted> chunks, Instant startedAt) {
            long largest = chunks.stream()
                    .mapToLong(chunk -> profileObject(chunk).size())
                    .max()
                    .orElse(1);
            int step = Math.clamp(MEMORY / Math.max(1, largest), 1, Limits.FINAL_REQUESTS);
            for (int from = 0; from < chunks.size(); from += step) {
                List<Counted> batch = chunks.subList(from, Math.min(chunks.size(), from + step));
                List<byte[]> read =
                        Parallel.map(batch, Limits.FINAL_REQUESTS, chunk -> read(store, profileObject(chunk)));
                for (int i = 0; i < read.size(); i++) {
                    add(read.get(i), batch.get(i).firstRecord());
                }
            }
            Duplicates duplicates = keys.duplicates();
            return new MergedProfile(
                    statistics.map(TableProfile::statistics), checks.map(c -> c.outcomes(startedAt, duplicates)));
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
            throw new Transient(object.uri() + " was truncated: " + e.getMessage(), e);
        }
    }

    private static ObjectRef profileObject(Counted chunk) {
        return chunk.report()
                .profile()
                .orElseThrow(() -> new Internal("Chunk " + chunk.report().index()
                        + " has no profile, although the plan requests one, which is a defect."));
    }
}
