package io.featurestore.steps.publish;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.NewestChunks;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * What came of all conversions so far.
 *
 * @param chunks the newest version of every chunk, in the order of their bytes
 * @param reports the newest reports of these chunks that have one, in the same order
 * @param planned how many chunks there were before any was continued
 * @param repaired the indexes of the chunks that were converted again
 * @param calls the number of conversions
 * @param millis the time of all conversions, added up
 */
record Conversions(List<Chunk> chunks, List<ChunkReport> reports, int planned, Set<Integer> repaired, long calls,
        long millis) {
    /** Where nothing was converted. */
    static final Conversions NONE = new Conversions(List.of(), List.of(), 0, Set.of(), 0, 0);

    /** Reads the chunk list and the results of every round; later rounds win. */
    static Conversions read(ObjectStore store, WorkFiles work, S3Uri chunkList, List<S3Uri> rounds) {
        NewestChunks chunks = new NewestChunks(work.chunks(chunkList));
        for (int round = 1; round < rounds.size(); round++) {
            chunks.add(work.chunks(work.repairList(round)));
        }
        Map<Integer, ChunkReport> reports = new HashMap<>();
        MapResults results = new MapResults(store, work);
        long[] sums = new long[2];
        for (S3Uri round : rounds) {
            results.outputs(round, output -> {
                ChunkReport report = report(output, round);
                reports.put(report.index(), report);
                sums[0]++;
                sums[1] += report.millis();
            });
        }
        List<Chunk> newest = chunks.inOrder();
        return new Conversions(newest, newest.stream()
                .map(chunk -> reports.get(chunk.index()))
                .filter(Objects::nonNull)
                .toList(), chunks.planned(), chunks.repaired(), sums[0], sums[1]);
    }

    private static ChunkReport report(String output, S3Uri round) {
        try {
            return Json.MAPPER.readValue(output, ChunkReport.class);
        } catch (IOException e) {
            throw new ExportFailure.Internal("A converter's answer in " + round + " is no report: " + e.getMessage(),
                    e);
        }
    }
}
