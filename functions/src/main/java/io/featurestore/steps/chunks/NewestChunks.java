package io.featurestore.steps.chunks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tracks the newest version of every chunk of an export. Each round of conversions may repeat chunks and add
/// remainders of chunks.
public final class NewestChunks {
    private static final Comparator<Chunk> ORDER =
            Comparator.comparingLong(Chunk::start).thenComparingLong(Chunk::end).thenComparingInt(Chunk::index);

    private final List<Chunk> chunks;
    private final int planned;
    private final Set<Integer> repaired = new HashSet<>();

    /// Creates the state before the first repair: the planned chunks.
    public NewestChunks(List<Chunk> planned) {
        this.chunks = new ArrayList<>(planned);
        this.planned = planned.size();
    }

    /// Adds the chunks of a [Tiling.Verdict.Repair]: chunks that are converted again, and remainders of other
    /// chunks.
    public void add(List<Chunk> again) {
        for (Chunk chunk : again) {
            if (chunks.removeIf(older -> older.index() == chunk.index())) {
                repaired.add(chunk.index());
                // Remainders of this chunk are converted with the chunk now.
                chunks.removeIf(remainder -> remainder.index() >= planned
                        && chunk.start() <= remainder.start()
                        && remainder.start() < chunk.end());
            }
            chunks.add(chunk);
        }
    }

    /// Returns the newest version of every chunk, in the order of their bytes.
    public List<Chunk> inOrder() {
        return chunks.stream().sorted(ORDER).toList();
    }

    /// Returns the number of planned chunks, without remainders.
    public int planned() {
        return planned;
    }

    /// Returns the indexes of the chunks that were converted again.
    public Set<Integer> repaired() {
        return Set.copyOf(repaired);
    }
}
