package io.featurestore.functions;

import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Planner;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;

/**
 * The answer of PlanChunks: what the state machine's Distributed Map reads.
 *
 * @param chunkList the list of chunks
 * @param chunks the number of chunks; 0 where S3 copies the result as it is
 * @param maxConcurrency the number of chunks to convert at once
 * @param online whether the records go through the online-compatible transform
 */
public record ChunkList(ObjectPlace chunkList, int chunks, int maxConcurrency, boolean online) {
    static ChunkList of(Planner.Planned planned, WorkFolder work) {
        int chunks = planned.chunks().size();
        return new ChunkList(ObjectPlace.of(work.uri(Document.CHUNKS)), chunks,
                Math.clamp(chunks, 1, Limits.MAX_CONCURRENCY), planned.plan().online().isPresent());
    }
}
