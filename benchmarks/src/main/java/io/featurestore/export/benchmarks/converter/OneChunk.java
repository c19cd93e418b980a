package io.featurestore.export.benchmarks.converter;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.store.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// Holds a file that is converted as one chunk of an export.
///
/// @param store the store of all objects
/// @param plan the export's plan
/// @param chunk the chunk
public record OneChunk(ObjectStore store, Plan plan, Chunk chunk) {
    /// Plans a file as one chunk, whose part is written below a folder.
    public static OneChunk of(SampleFile sample, Path folder, ComparedOutput output) throws IOException {
        ObjectStore store = LocalObjects.in(sample.file(), folder);
        LocalExport export = new LocalExport(
                store, output.kind(), Objects.requireNonNull(sample.file().getFileName()), sample.records());
        Plan plan = export.plan().plan();
        return new OneChunk(
                store,
                plan,
                new Chunk(0, plan.source(), plan.headerEnd(), plan.source().size(), Chunk.Entry.RECORD_START));
    }

    /// Converts the chunk. Its part replaces the part of an earlier call.
    public ChunkReport convert() {
        return ChunkConverter.convert(store, plan, chunk, Deadline.NONE);
    }
}
