package io.featurestore.records.fidelity;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.ResultHeader;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSpec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Converts a query result in memory in the same way as the state machine: chunks, proof, repair.
final class Conversion {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<OutputColumn> columns;
    private final ObjectRef source;
    private final long rows;

    /// Creates a conversion of a whole result: a header record and `rows` records.
    Conversion(List<OutputColumn> columns, byte[] result, long rows) {
        this.columns = columns;
        this.rows = rows;
        source = store.seed(S3Uri.parse("s3://work/result.csv"), result);
    }

    /// Returns the uncompressed output in one format.
    byte[] output(Format format, Optional<OnlineSpec> online, int chunks) {
        Handling handling = format == Format.CSV && online.isEmpty() ? Handling.BYTES : Handling.RECORDS;
        List<byte[]> parts = parts(plan(format, handling, online), chunks);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    /// Returns the parts, one per chunk. A part has a header or footer of its own only if the format needs it.
    List<byte[]> parts(Format format, Handling handling, int chunks) {
        return parts(plan(format, handling, Optional.empty()), chunks);
    }

    private Plan plan(Format format, Handling handling, Optional<OnlineSpec> online) {
        return new Plan(
                source,
                ResultHeader.end(store, source, columns),
                rows,
                columns,
                format,
                Compression.NONE,
                handling,
                handling == Handling.RAW_RECORDS,
                S3Uri.parse("s3://work/parts/"),
                online,
                Optional.empty());
    }

    private List<byte[]> parts(Plan plan, int count) {
        List<Chunk> chunks = new ArrayList<>();
        List<ChunkReport> reports = new ArrayList<>();
        long size = source.size() - plan.headerEnd();
        for (int i = 0; i < count; i++) {
            Chunk chunk = new Chunk(
                    i,
                    source,
                    plan.headerEnd() + size * i / count,
                    plan.headerEnd() + size * (i + 1) / count,
                    i == 0 ? Entry.RECORD_START : Entry.UNKNOWN);
            chunks.add(chunk);
            reports.add(ChunkConverter.convert(store, plan, chunk, Deadline.NONE));
        }
        Tiling.Verdict verdict = Tiling.verify(plan, chunks, reports);
        if (verdict instanceof Tiling.Verdict.Repair repair) {
            for (Chunk chunk : repair.chunks()) {
                chunks.set(chunk.index(), chunk);
                reports.set(chunk.index(), ChunkConverter.convert(store, plan, chunk, Deadline.NONE));
            }
            verdict = Tiling.verify(plan, chunks, reports);
        }
        return ((Tiling.Verdict.Proven) verdict)
                .chunks().stream()
                        .map(c -> store.content(c.report().part().orElseThrow().uri()))
                        .toList();
    }
}
