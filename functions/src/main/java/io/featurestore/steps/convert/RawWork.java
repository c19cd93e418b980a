package io.featurestore.steps.convert;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Copies whole records without parsing their values. Each part is a csv file with its own header.
final class RawWork implements ChunkWork {
    private final Plan plan;
    private final Chunk chunk;
    private final OutputStream part;
    private final Deadline deadline;

    RawWork(Plan plan, Chunk chunk, OutputStream part, Deadline deadline) {
        this.plan = plan;
        this.chunk = chunk;
        this.part = part;
        this.deadline = deadline;
    }

    @Override
    public Found run(ByteWindow window, boolean hasRecord) throws IOException {
        try (OutputStream out = Compressors.open(plan.compression(), part)) {
            out.write(CsvRecordWriter.header(
                    plan.columns().stream().map(OutputColumn::outputName).toList()));
            if (!hasRecord) {
                return new Found(OptionalLong.empty(), chunk.end(), 0, Optional.empty());
            }
            return copy(window, out);
        }
    }

    private Found copy(ByteWindow window, OutputStream out) throws IOException {
        long first = window.offset(window.position());
        LineEnds ends = new LineEnds();
        long nextCheck = first + deadline.bytesBetweenChecks();
        long end = chunk.end();
        byte last = '\n';
        boolean done = false;
        do {
            byte[] bytes = window.bytes();
            int from = window.position();
            // The last record ends with the last byte of the chunk or after it.
            int safeEnd = Math.clamp(end - 1 - window.offset(0), from, window.limit());
            ends.count(bytes, from, safeEnd);
            long before = ends.even();
            int at = ends.countRecord(bytes, safeEnd, window.limit());
            done = ends.even() > before;
            if (at > from) {
                last = bytes[at - 1];
            }
            out.write(bytes, from, at - from);
            window.advance(at);
            if (window.offset(at) >= nextCheck) {
                nextCheck = window.offset(at) + deadline.bytesBetweenChecks();
                end = deadline.isNear() ? Math.min(end, window.offset(at)) : end;
            }
        } while (!done && window.more());
        boolean unended = last != '\n' || ends.oddQuotes();
        return new Found(
                OptionalLong.of(first),
                window.offset(window.position()),
                ends.even() + (unended ? 1 : 0),
                Optional.empty());
    }
}
