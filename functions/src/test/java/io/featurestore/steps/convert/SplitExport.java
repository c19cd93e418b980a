package io.featurestore.steps.convert;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.NewestChunks;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.ProfileRequest;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Splits, converts, verifies and repairs a result in memory as the state machine does.
final class SplitExport {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<String> names;
    private final byte[] csv;
    private final ObjectRef source;
    private final int headerEnd;
    private Deadline deadline = Deadline.NONE;
    private Optional<ProfileRequest> profile = Optional.empty();

    /// Holds the output.
    ///
    /// @param bytes the parts, joined
    /// @param parts the parts
    /// @param repaired the number of chunks that were converted again
    /// @param records records counted
    /// @param profiled the number of records that were profiled
    record Outcome(byte[] bytes, List<byte[]> parts, int repaired, long records, long profiled) {
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

    /// Sets the deadline of every conversion.
    SplitExport endingBy(Deadline ends) {
        deadline = ends;
        return this;
    }

    /// Requests statistics.
    SplitExport profiled() {
        profile = Optional.of(new ProfileRequest(S3Uri.parse("s3://work/statistics/"), true, Optional.empty(), ""));
        return this;
    }

    int headerEnd() {
        return headerEnd;
    }

    int size() {
        return csv.length;
    }

    Plan plan(Format format, Handling handling, long rows) {
        return new Plan(
                source,
                headerEnd,
                rows,
                columns(),
                format,
                Compression.NONE,
                handling,
                handling == Handling.RAW_RECORDS,
                S3Uri.parse("s3://work/parts/"),
                Optional.empty(),
                profile);
    }

    /// Converts the chunks between these cuts.
    Outcome run(Plan plan, List<Integer> cuts) {
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

    private Outcome convert(Plan plan, List<Chunk> planned) {
        NewestChunks chunks = new NewestChunks(planned);
        Map<Integer, ChunkReport> reports = new HashMap<>();
        List<Chunk> next = planned;
        while (true) {
            next.forEach(chunk -> reports.put(chunk.index(), ChunkConverter.convert(store, plan, chunk, deadline)));
            List<Chunk> all = chunks.inOrder();
            switch (Tiling.verify(
                    plan, all, all.stream().map(c -> reports.get(c.index())).toList())) {
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
        return new Outcome(
                joined.toByteArray(),
                parts,
                repaired,
                proven.stream().mapToLong(Tiling.Counted::records).sum(),
                profile.isPresent() ? profiledRecords(proven) : 0);
    }

    private long profiledRecords(List<Tiling.Counted> proven) {
        TableProfile all = new TableProfile(columns(), Optional.empty());
        for (Tiling.Counted counted : proven) {
            try {
                all.merge(new DataInputStream(new ByteArrayInputStream(
                        store.content(counted.report().profile().orElseThrow().uri()))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.statistics().getFirst().count() + all.statistics().getFirst().nulls();
    }

    private List<OutputColumn> columns() {
        return names.stream()
                .map(n -> new OutputColumn(n, n, (ColumnType) ColumnType.Simple.VARCHAR, false))
                .toList();
    }
}
