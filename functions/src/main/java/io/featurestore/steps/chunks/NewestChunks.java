package io.featurestore.steps.chunks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The chunks of an export as round after round of conversions replaces and continues them. */
public final class NewestChunks {
    private static final Comparator<Chunk> ORDER = Comparator.comparingLong(Chunk::start).thenComparingLong(Chunk::end)
            .thenComparingInt(Chunk::index);

    private final List<Chunk> chunks;
    private final int planned;
    private final Set<Integer> repaired = new HashSet<>();

    /** Begins with the chunks that were planned. */
    public NewestChunks(List<Chunk> planned) {
        this.chunks = new ArrayList<>(planned);
        this.planned = planned.size();
    }

    /** Takes the chunks of a {@link Tiling.Verdict.Repair}: those that are converted again, and rests of others. */
    public void add(List<Chunk> again) {
        for (Chunk chunk : again) {
            if (chunks.removeIf(older -> older.index() == chunk.index())) {
                repaired.add(chunk.index());
                // What was continued of it is converted with it now.
                chunks.removeIf(rest -> rest.index() >= planned && chunk.start() <= rest.start() && rest.start() < chunk
                        .end());
            }
            chunks.add(chunk);
        }
    }

    /** Returns the newest version of every chunk, in the order of their bytes. */
    public List<Chunk> inOrder() {
        return chunks.stream().sorted(ORDER).toList();
    }

    /** Returns how many chunks there were before any was continued. */
    public int planned() {
        return planned;
    }

    /** Returns the indexes of the chunks that were converted again. */
    public Set<Integer> repaired() {
        return Set.copyOf(repaired);
    }
}
