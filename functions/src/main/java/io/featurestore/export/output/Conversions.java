package io.featurestore.export.output;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.featurestore.export.chunks.Chunk;
import io.featurestore.export.chunks.ChunkReport;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.json.Json;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.S3Uri;

/**
 * What came of all conversions so far.
 *
 * @param chunks the newest version of every chunk, by index
 * @param reports the newest report of every chunk that has one, by index
 * @param repaired the indexes of the chunks that were converted again
 * @param calls the number of conversions
 * @param millis the time of all conversions, added up
 */
record Conversions(List<Chunk> chunks, List<ChunkReport> reports, Set<Integer> repaired, long calls, long millis) {
    /** Where nothing was converted. */
    static final Conversions NONE = new Conversions(List.of(), List.of(), Set.of(), 0, 0);

    /** Reads the chunk list and the results of every round; later rounds win. */
    static Conversions read(ObjectStore store, WorkFiles work, S3Uri chunkList, List<S3Uri> rounds) {
        SortedMap<Integer, Chunk> chunks = new TreeMap<>();
        SortedMap<Integer, ChunkReport> reports = new TreeMap<>();
        Set<Integer> repaired = new HashSet<>();
        work.chunks(chunkList).forEach(chunk -> chunks.put(chunk.index(), chunk));
        for (int round = 1; round < rounds.size(); round++) {
            for (Chunk chunk : work.chunks(work.repairList(round))) {
                chunks.put(chunk.index(), chunk);
                repaired.add(chunk.index());
            }
        }
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
        return new Conversions(List.copyOf(chunks.values()), List.copyOf(reports.values()), Set.copyOf(repaired),
                sums[0], sums[1]);
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
