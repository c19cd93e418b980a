package io.featurestore.functions;

import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Planner;
import io.featurestore.steps.work.Execution;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;

/// Holds the answer of PlanChunks, which configures the state machine's Distributed Map.
///
/// @param chunkList the list of chunks
/// @param chunks the number of chunks; 0 if S3 copies the result
/// @param maxConcurrency the maximum number of chunks to convert at the same time
/// @param online whether the records go through the online-compatible transform
/// @param toleratedFailures the most children of a round that may be lost, see [Limits#toleratedFailures]
public record ChunkList(
        ObjectLocation chunkList, int chunks, int maxConcurrency, boolean online, int toleratedFailures) {
    static ChunkList of(Planner.Planned planned, WorkFolder work, Execution execution) {
        int chunks = planned.chunks().size();
        return new ChunkList(
                ObjectLocation.of(work.uri(Document.CHUNKS)),
                chunks,
                Math.clamp(chunks, 1, execution.concurrency().chunks()),
                planned.plan().online().isPresent(),
                Limits.toleratedFailures(chunks));
    }
}
