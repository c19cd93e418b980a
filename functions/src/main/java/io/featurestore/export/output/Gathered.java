package io.featurestore.export.output;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import io.featurestore.export.chunks.ExportPlan;
import io.featurestore.export.chunks.Observed;
import io.featurestore.export.chunks.Tiling.Counted;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.statistics.ColumnStatistics;
import io.featurestore.export.statistics.TableGathering;

/**
 * What was gathered of all records: of each chunk the object that its newest report names, and no other.
 *
 * @param statistics of every column; empty unless asked for
 */
record Gathered(Optional<List<ColumnStatistics>> statistics) {
    /** Where nothing was asked for. */
    static final Gathered NOTHING = new Gathered(Optional.empty());
    /** Of what chunks gathered, so much is held at once. */
    private static final long HELD_BYTES = 64 << 20;

    /** Reads and merges, in the order of the records, a few objects at a time. */
    static Gathered merge(ObjectStore store, ExportPlan plan, List<Counted> chunks) {
        if (plan.observed().isEmpty()) {
            return NOTHING;
        }
        Observed observed = plan.observed().get();
        TableGathering all = new TableGathering(plan.columns(), Optional.of(observed.eventTime()));
        List<ObjectRef> objects = chunks.stream().map(Gathered::object).toList();
        long largest = objects.stream().mapToLong(ObjectRef::size).max().orElse(1);
        int step = Math.clamp(HELD_BYTES / Math.max(1, largest), 1, Parallel.AT_ONCE);
        for (int from = 0; from < objects.size(); from += step) {
            List<ObjectRef> some = objects.subList(from, Math.min(objects.size(), from + step));
            Parallel.map(some, object -> read(store, object)).forEach(bytes -> add(all, bytes));
        }
        return new Gathered(observed.statistics() ? Optional.of(all.statistics()) : Optional.empty());
    }

    private static void add(TableGathering all, byte[] bytes) {
        try {
            all.merge(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(ObjectStore store, ObjectRef object) {
        try (InputStream in = store.open(object, 0, object.size())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ExportFailure.Transient(object.uri() + " came cut off: " + e.getMessage(), e);
        }
    }

    private static ObjectRef object(Counted chunk) {
        return chunk.report()
                .observed()
                .orElseThrow(() -> new ExportFailure.Internal("Chunk " + chunk.report().index()
                        + " gathered nothing, although the plan asks for it, which is a defect."));
    }
}
