package io.featurestore.steps.publish.results;

import io.featurestore.failure.Internal;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.NewestChunks;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds the results of all conversions so far.
///
/// @param chunks the newest version of every chunk, in the order of their bytes
/// @param reports the newest reports of these chunks, in the same order, without those of lost chunks
/// @param lost the chunks that the last round lost, because their child of the Distributed Map failed
/// @param lostAgain whether one of them had been lost in the round before
/// @param planned the number of planned chunks, without remainders
/// @param repaired the indexes of the chunks that were converted again
/// @param calls the number of conversions
/// @param millis the total duration of all conversions in milliseconds
public record ConversionResults(
        List<Chunk> chunks,
        List<ChunkReport> reports,
        List<Chunk> lost,
        boolean lostAgain,
        int planned,
        Set<Integer> repaired,
        long calls,
        long millis) {
    /// The results if nothing was converted.
    public static final ConversionResults NONE =
            new ConversionResults(List.of(), List.of(), List.of(), false, 0, Set.of(), 0, 0);

    /// Reads the list of chunks and the results of every round. A later round replaces the reports of all
    /// chunks that it converts: what an earlier round reported of a chunk that was lost since is not true any
    /// more.
    public static ConversionResults read(ObjectStore store, WorkFolder work, List<S3Uri> rounds) {
        List<Chunk> converted = work.readChunks(work.uri(Document.CHUNKS), Chunk.class);
        NewestChunks chunks = new NewestChunks(converted);
        Map<Integer, ChunkReport> reports = new HashMap<>();
        List<Chunk> lost = List.of();
        boolean lostAgain = false;
        MapResults results = new MapResults(store, work);
        long[] sums = new long[2];
        for (int i = 0; i < rounds.size(); i++) {
            if (i > 0) {
                converted = work.readChunks(work.repairList(i), Chunk.class);
                chunks.add(converted);
            }
            converted.forEach(chunk -> reports.remove(chunk.index()));
            S3Uri round = rounds.get(i);
            results.outputs(round, output -> {
                ChunkReport report = report(output, round);
                reports.put(report.index(), report);
                sums[0]++;
                sums[1] += report.millis();
            });
            Set<Integer> before = lost.stream().map(Chunk::index).collect(Collectors.toSet());
            lost = converted.stream()
                    .filter(chunk -> !reports.containsKey(chunk.index()))
                    .toList();
            lostAgain = lost.stream().map(Chunk::index).anyMatch(before::contains);
        }
        List<Chunk> newest = chunks.inOrder();
        return new ConversionResults(
                newest,
                newest.stream()
                        .map(chunk -> reports.get(chunk.index()))
                        .filter(Objects::nonNull)
                        .toList(),
                lost,
                lostAgain,
                chunks.planned(),
                chunks.repaired(),
                sums[0],
                sums[1]);
    }

    private static ChunkReport report(String output, S3Uri round) {
        try {
            return Json.STEPS.readValue(output, ChunkReport.class);
        } catch (IOException e) {
            throw new Internal("A converter's answer in " + round + " is not a chunk report: " + e.getMessage(), e);
        }
    }
}
