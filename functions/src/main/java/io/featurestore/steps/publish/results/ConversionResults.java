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

/// Holds the results of all conversions so far.
///
/// @param chunks the newest version of every chunk, in the order of their bytes
/// @param reports the newest reports of these chunks, in the same order; chunks without a report are missing
/// @param planned the number of planned chunks, without remainders
/// @param repaired the indexes of the chunks that were converted again
/// @param calls the number of conversions
/// @param millis the total duration of all conversions in milliseconds
public record ConversionResults(
        List<Chunk> chunks, List<ChunkReport> reports, int planned, Set<Integer> repaired, long calls, long millis) {
    /// The results if nothing was converted.
    public static final ConversionResults NONE = new ConversionResults(List.of(), List.of(), 0, Set.of(), 0, 0);

    /// Reads the list of chunks and the results of every round. A later round replaces the report of an earlier
    /// one.
    public static ConversionResults read(ObjectStore store, WorkFolder work, List<S3Uri> rounds) {
        NewestChunks chunks = new NewestChunks(work.readChunks(work.uri(Document.CHUNKS), Chunk.class));
        for (int round = 1; round < rounds.size(); round++) {
            chunks.add(work.readChunks(work.repairList(round), Chunk.class));
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
        return new ConversionResults(
                newest,
                newest.stream()
                        .map(chunk -> reports.get(chunk.index()))
                        .filter(Objects::nonNull)
                        .toList(),
                chunks.planned(),
                chunks.repaired(),
                sums[0],
                sums[1]);
    }

    private static ChunkReport report(String output, S3Uri round) {
        try {
            return Json.MAPPER.readValue(output, ChunkReport.class);
        } catch (IOException e) {
            throw new Internal("A converter's answer in " + round + " is not a chunk report: " + e.getMessage(), e);
        }
    }
}
