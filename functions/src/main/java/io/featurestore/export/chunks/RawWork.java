package io.featurestore.export.chunks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.export.conversion.Compressors;
import io.featurestore.export.conversion.csv.ByteWindow;
import io.featurestore.export.conversion.csv.CsvRecordWriter;
import io.featurestore.export.query.OutputColumn;

/** Takes whole records over as they are: a csv part file with a header of its own. */
final class RawWork implements ChunkWork {
    private final ExportPlan plan;
    private final Chunk chunk;
    private final OutputStream part;

    RawWork(ExportPlan plan, Chunk chunk, OutputStream part) {
        this.plan = plan;
        this.chunk = chunk;
        this.part = part;
    }

    @Override
    public Found run(ByteWindow window, boolean any) throws IOException {
        try (OutputStream out = Compressors.open(plan.compression(), part)) {
            out.write(CsvRecordWriter.header(plan.columns().stream().map(OutputColumn::outputName).toList()));
            if (!any) {
                return new Found(OptionalLong.empty(), chunk.end(), 0, Optional.empty());
            }
            return copy(window, out);
        }
    }

    private Found copy(ByteWindow window, OutputStream out) throws IOException {
        long first = window.offset(window.position());
        long records = 0;
        boolean quoted = false;
        boolean begun = false;
        while (true) {
            byte[] bytes = window.bytes();
            int from = window.position();
            int at = from;
            boolean done = false;
            while (at < window.limit() && !done) {
                byte b = bytes[at++];
                quoted ^= b == '"';
                begun = true;
                if (b == '\n' && !quoted) {
                    records++;
                    begun = false;
                    done = window.offset(at) >= chunk.end();
                }
            }
            out.write(bytes, from, at - from);
            window.advance(at);
            if (done) {
                return new Found(OptionalLong.of(first), window.offset(at), records, Optional.empty());
            }
            if (!window.more()) {
                return new Found(OptionalLong.of(first), window.offset(window.position()), records + (begun ? 1 : 0),
                        Optional.empty());
            }
        }
    }
}
