package io.featurestore.steps.convert;

import io.featurestore.records.OutputColumn;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.RangeStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Compresses the bytes of a chunk without parsing them. The chunk may begin and end inside a record.
final class ByteWork {
    private static final int BUFFER = 256 << 10;

    private ByteWork() {}

    static ChunkWork.Done copy(ObjectStore store, Plan plan, Chunk chunk, OutputStream part, Deadline deadline)
            throws IOException {
        LineEnds lineEnds = new LineEnds();
        byte last = '\n';
        long at = chunk.start();
        long nextCheck = at + deadline.bytesBetweenChecks();
        boolean timeLeft = true;
        try (OutputStream out = Compressors.open(plan.compression(), part);
                InputStream in = new RangeStream(store, chunk.object(), chunk.start(), chunk.end())) {
            if (chunk.index() == 0) {
                out.write(CsvRecordWriter.header(
                        plan.columns().stream().map(OutputColumn::outputName).toList()));
            }
            byte[] bytes = new byte[BUFFER];
            while (timeLeft && at < chunk.end()) {
                int read = in.readNBytes(bytes, 0, (int) Math.min(BUFFER, chunk.end() - at));
                lineEnds.count(bytes, 0, read);
                last = bytes[read - 1];
                out.write(bytes, 0, read);
                at += read;
                if (at >= nextCheck) {
                    nextCheck = at + deadline.bytesBetweenChecks();
                    timeLeft = !deadline.isNear();
                }
            }
        }
        int unended = at == chunk.object().size() && last != '\n' ? 1 : 0;
        return new ChunkWork.Done(
                chunk.entry(),
                new ChunkWork.Found(OptionalLong.empty(), at, -1, Optional.empty()),
                lineEnds.oddQuotes(),
                lineEnds.even() + unended,
                lineEnds.odd() + unended);
    }
}
