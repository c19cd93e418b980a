package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Throttled;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.steps.publish.Finalizer.Answer;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Finishes exports whose children of the Distributed Map were lost.
class LostChunksTest {
    private static final Map.Entry<String, String> TIMEOUT = Map.entry("States.Timeout", "");
    private static final Map.Entry<String, String> THROTTLED = Map.entry(Throttled.class.getName(), "slow down");
    private static final Map.Entry<String, String> DENIED = Map.entry(AccessDenied.class.getName(), "no");

    private final InMemoryObjectStore store = ExportRun.newStore();
    private final ExportRun run = ExportRun.planned(store, Wish.partFiles());

    @Test
    void convertsExactlyTheLostChunksOnceMore() {
        run.convert(all(except(1, 3)), List.of(TIMEOUT, THROTTLED));

        List<Chunk> again = repairs();
        assertThat(again).containsExactly(run.chunks().get(1), run.chunks().get(3));

        run.convert(again, UnaryOperator.identity());
        ExportResult result = run.result();
        assertThat(result.output().records()).hasValue(40);
        assertThat(result.chunks())
                .isEqualTo(new ExportResult.Chunks(run.chunks().size(), 2));
    }

    @Test
    void failsWithTheErrorOfAChunkThatIsLostTwice() {
        run.convert(all(except(1, 3)), List.of(TIMEOUT, TIMEOUT));
        List<Chunk> again = repairs();
        run.convert(again.subList(0, 1), List.of(THROTTLED));

        assertThat(run.finish()).isInstanceOfSatisfying(Answer.Lost.class, lost -> assertThat(
                        lost.loss().cause())
                .isEqualTo("slow down"));
    }

    @Test
    void failsAtOnceWithAnErrorThatNoRepetitionCures() {
        run.convert(all(except(0, 1, 2)), List.of(THROTTLED, DENIED, TIMEOUT));

        assertThat(run.finish()).isInstanceOfSatisfying(Answer.Lost.class, lost -> assertThat(
                        lost.loss().error())
                .isEqualTo(AccessDenied.class.getName()));
    }

    @Test
    void doesNotTakeAnOldReportForAChunkThatIsLostInItsRepair() {
        run.convert(run.chunks(), report -> report.index() == 1 ? wronglyBegun(report.index()) : report);
        List<Chunk> repair = repairs();
        assertThat(repair).extracting(Chunk::index).containsExactly(1);
        run.convert(List.of(), List.of(TIMEOUT));

        List<Chunk> again = repairs();
        assertThat(again).isEqualTo(repair);
        run.convert(again, UnaryOperator.identity());
        assertThat(run.result().output().records()).hasValue(40);
    }

    private ChunkReport wronglyBegun(int index) {
        Chunk chunk = run.chunks().get(index);
        Entry right =
                ChunkConverter.convert(store, run.plan(), chunk, Deadline.NONE).entry();
        Entry wrong = right == Entry.INSIDE_QUOTES ? Entry.OUTSIDE_QUOTES : Entry.INSIDE_QUOTES;
        return ChunkConverter.convert(
                store, run.plan(), new Chunk(index, chunk.object(), chunk.start(), chunk.end(), wrong), Deadline.NONE);
    }

    private List<Chunk> repairs() {
        Answer.Repair repair = (Answer.Repair) run.finish();
        WorkFolder work = new WorkFolder(store, run.job().execution().work());
        S3Uri list = repair.chunkList();
        List<Chunk> chunks = work.readChunks(list, Chunk.class);
        assertThat(chunks).hasSize(repair.chunks());
        return chunks;
    }

    private List<Chunk> all(List<Integer> lost) {
        return run.chunks().stream()
                .filter(chunk -> !lost.contains(chunk.index()))
                .toList();
    }

    private static List<Integer> except(Integer... lost) {
        return List.of(lost);
    }
}
