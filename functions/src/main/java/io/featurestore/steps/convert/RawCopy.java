package io.featurestore.steps.convert;

import io.featurestore.records.ByteSink;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Plan;
import java.io.IOException;
import java.io.OutputStream;

/// Copies the bytes of a result while its records are only profiled. The part has exactly the bytes that
/// [ByteWork] or [RawWork] would write for the same chunk.
final class RawCopy implements RecordWriter {
    private final ByteSink out;
    private final ByteWindow window;
    private final long start;
    private final long end;
    private boolean hasRecord;

    private RawCopy(OutputStream part, Plan plan, boolean header, ByteWindow window, long start, long end)
            throws IOException {
        this.out = new ByteSink(Compressors.open(plan.compression(), part));
        this.window = window;
        this.start = start;
        this.end = end;
        if (header) {
            out.put(CsvRecordWriter.header(
                    plan.columns().stream().map(OutputColumn::outputName).toList()));
        }
        window.passTo(this::take);
    }

    /// Copies the bytes of a chunk, whichever records they belong to. The window must not have passed the first
    /// byte.
    static RawCopy ofBytes(Plan plan, Chunk chunk, OutputStream part, ByteWindow window) throws IOException {
        return new RawCopy(part, plan, chunk.index() == 0, window, chunk.start(), chunk.end());
    }

    /// Copies whole records to a file with its own header. The position of the window must be at the first
    /// record.
    static RawCopy ofRecords(Plan plan, OutputStream part, ByteWindow window) throws IOException {
        return new RawCopy(part, plan, true, window, window.offset(window.position()), 0);
    }

    private void take(byte[] bytes, int from, int to, long offset) throws IOException {
        int first = Math.clamp(start - offset, 0, to - from);
        int last = end == 0 ? to - from : Math.clamp(end - offset, first, to - from);
        out.put(bytes, from + first, last - first);
    }

    @Override
    public void write(Fields record) {
        hasRecord = true;
    }

    @Override
    public void finish() throws IOException {
        boolean more = true;
        // A chunk in the middle of one long record owns no record, but its bytes must be copied.
        while (!hasRecord && more && window.offset(window.position()) < end) {
            window.advance(window.limit());
            more = window.more();
        }
        out.close();
    }
}
