package io.featurestore.export.chunks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.export.conversion.compression.Compressors;
import io.featurestore.export.conversion.csv.CsvRecordWriter;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.query.OutputColumn;

/** Compresses a chunk's bytes as they are; they need not be whole records. */
final class ByteWork {
    private static final int BUFFER = 256 << 10;

    private ByteWork() {}

    static ChunkWork.Done copy(ObjectStore store, ExportPlan plan, Chunk chunk, OutputStream part) throws IOException {
        LineEnds lineEnds = new LineEnds();
        byte last = '\n';
        try (OutputStream out = Compressors.open(plan.compression(), part);
                InputStream in = new RangeStream(store, chunk.object(), chunk.start(), chunk.end())) {
            if (chunk.index() == 0) {
                out.write(CsvRecordWriter.header(plan.columns().stream().map(OutputColumn::outputName).toList()));
            }
            byte[] bytes = new byte[BUFFER];
            for (long left = chunk.end() - chunk.start(); left > 0;) {
                int read = in.readNBytes(bytes, 0, (int) Math.min(BUFFER, left));
                lineEnds.count(bytes, 0, read);
                last = bytes[read - 1];
                out.write(bytes, 0, read);
                left -= read;
            }
        }
        int unended = chunk.end() == chunk.object().size() && last != '\n' ? 1 : 0;
        return new ChunkWork.Done(chunk.entry(), new ChunkWork.Found(OptionalLong.empty(), chunk.end(), -1, Optional
                .empty()), lineEnds.oddQuotes(), lineEnds.even() + unended, lineEnds.odd() + unended);
    }
}
