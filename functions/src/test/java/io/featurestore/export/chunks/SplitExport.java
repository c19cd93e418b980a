package io.featurestore.export.chunks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.featurestore.export.chunks.Chunk.Entry;
import io.featurestore.export.chunks.ExportPlan.Handling;
import io.featurestore.export.conversion.csv.CsvRecordWriter;
import io.featurestore.export.objects.InMemoryObjectStore;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.S3Uri;
import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;
import io.featurestore.export.types.ColumnType;

/** A result in memory that is cut, converted, verified and repaired as the state machine does it. */
final class SplitExport {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<String> names;
    private final byte[] csv;
    private final ObjectRef source;
    private final int headerEnd;
    private Deadline deadline = Deadline.NONE;

    /**
     * What came out.
     *
     * @param bytes the parts, joined
     * @param parts the parts
     * @param repaired chunks that were converted twice
     * @param records records counted
     */
    record Outcome(byte[] bytes, List<byte[]> parts, int repaired, long records) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    SplitExport(List<String> names, byte[] records) {
        this.names = names;
        byte[] header = CsvRecordWriter.header(names);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(records);
        csv = all.toByteArray();
        headerEnd = header.length;
        source = store.seed(S3Uri.parse("s3://work/result.csv"), csv);
    }

    /** Has every conversion end as this says. */
    SplitExport endingBy(Deadline ends) {
        deadline = ends;
        return this;
    }

    int headerEnd() {
        return headerEnd;
    }

    int size() {
        return csv.length;
    }

    ExportPlan plan(Format format, Handling handling, long rows) {
        List<OutputColumn> columns = names.stream()
                .map(n -> new OutputColumn(n, n, (ColumnType) ColumnType.Simple.VARCHAR, false))
                .toList();
        return new ExportPlan(source, headerEnd, rows, columns, format, Compression.NONE, handling,
                handling == Handling.RAW_RECORDS, S3Uri.parse("s3://work/parts/"), Optional.empty());
    }

    /** Converts the chunks between these cuts. */
    Outcome run(ExportPlan plan, List<Integer> cuts) {
        List<Chunk> chunks = new ArrayList<>();
        int start = headerEnd;
        for (int cut : cuts) {
            chunks.add(chunk(chunks.size(), start, cut));
            start = cut;
        }
        chunks.add(chunk(chunks.size(), start, csv.length));
        return convert(plan, chunks);
    }

    private Chunk chunk(int index, int start, int end) {
        return new Chunk(index, source, start, end, index == 0 ? Entry.RECORD_START : Entry.UNKNOWN);
    }

    private Outcome convert(ExportPlan plan, List<Chunk> planned) {
        NewestChunks chunks = new NewestChunks(planned);
        Map<Integer, ChunkReport> reports = new HashMap<>();
        List<Chunk> next = planned;
        while (true) {
            next.forEach(chunk -> reports.put(chunk.index(), ChunkConverter.convert(store, plan, chunk, deadline)));
            List<Chunk> all = chunks.inOrder();
            switch (Tiling.verify(plan, all, all.stream().map(c -> reports.get(c.index())).toList())) {
                case Tiling.Verdict.Repair repair -> {
                    next = repair.chunks();
                    chunks.add(next);
                }
                case Tiling.Verdict.Proven proven -> {
                    return outcome(proven.chunks(), chunks.repaired().size());
                }
            }
        }
    }

    private Outcome outcome(List<Tiling.Counted> proven, int repaired) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        List<byte[]> parts = new ArrayList<>();
        for (Tiling.Counted counted : proven) {
            byte[] part = store.content(counted.report().part().orElseThrow().uri());
            parts.add(part);
            joined.writeBytes(part);
        }
        return new Outcome(joined.toByteArray(), parts, repaired, proven.stream().mapToLong(Tiling.Counted::records)
                .sum());
    }
}
