package io.featurestore.records.parquet.read;

import io.featurestore.records.parquet.read.pages.ChunkStream;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;

/// Opens the column chunks of a row group. If all of them fit the memory for buffers, it reads them at once,
/// chunks that lie side by side in one range. Otherwise each chunk is read block by block.
final class ChunkLoader {
    /// Bytes between two chunks that are read rather than begin another range.
    private static final int GAP = 128 << 10;

    private final RangeSource source;
    private final ReadSettings settings;
    private final List<ColumnMetaData> chunks = new ArrayList<>();

    ChunkLoader(RangeSource source, ReadSettings settings) {
        this.source = source;
        this.settings = settings;
    }

    /// Adds a column chunk and returns its number.
    int add(ColumnMetaData chunk) {
        chunks.add(chunk);
        return chunks.size() - 1;
    }

    /// Returns the streams of the chunks in the order of their numbers.
    List<ChunkStream> open() throws IOException {
        long total = chunks.stream()
                .mapToLong(ColumnMetaData::getTotal_compressed_size)
                .sum();
        if (total <= settings.bufferBytes()) {
            return together();
        }
        int block = settings.blockBytes(chunks.size());
        return chunks.stream()
                .map(chunk -> new ChunkStream(source, start(chunk), end(chunk), block))
                .toList();
    }

    private List<ChunkStream> together() throws IOException {
        List<Integer> sorted = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            sorted.add(i);
        }
        sorted.sort(Comparator.comparingLong(i -> start(chunks.get(i))));
        ChunkStream[] streams = new ChunkStream[chunks.size()];
        int first = 0;
        while (first < sorted.size()) {
            ColumnMetaData chunk = chunks.get(sorted.get(first));
            long from = start(chunk);
            long to = end(chunk);
            int next = first + 1;
            while (next < sorted.size() && start(chunks.get(sorted.get(next))) <= to + GAP) {
                to = Math.max(to, end(chunks.get(sorted.get(next))));
                next++;
            }
            byte[] bytes = source.read(from, to);
            for (int i : sorted.subList(first, next)) {
                streams[i] = new ChunkStream(bytes, from, start(chunks.get(i)), end(chunks.get(i)));
            }
            first = next;
        }
        return List.of(streams);
    }

    private static long start(ColumnMetaData chunk) {
        return ParquetFooter.start(chunk);
    }

    private static long end(ColumnMetaData chunk) {
        return start(chunk) + chunk.getTotal_compressed_size();
    }
}
