package io.featurestore.steps.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.ParquetRecordWriter;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.NewestChunks;
import io.featurestore.steps.chunks.Piece;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Converts chunks of rows of Parquet files in memory, as the state machine does.
class RowChunkTest {
    private static final int ROWS_A_FILE = 3_500;
    private static final List<OutputColumn> COLUMNS = List.of(
            new OutputColumn("id", "id", ColumnType.Simple.BIGINT, false),
            new OutputColumn("name", "Name", ColumnType.Simple.VARCHAR, false));

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<ObjectRef> files = new ArrayList<>();

    private ObjectRef file(int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetRecordWriter writer = new ParquetRecordWriter(
                List.of(COLUMNS.get(0), new OutputColumn("name", "name", ColumnType.Simple.VARCHAR, false)),
                Compression.ZSTD,
                bytes);
        Fields record = new Fields(2);
        for (int row = 0; row < ROWS_A_FILE; row++) {
            byte[] text = (number * ROWS_A_FILE + row + "name " + row).getBytes(StandardCharsets.UTF_8);
            int digits = String.valueOf(number * ROWS_A_FILE + row).length();
            record.buffer(text);
            record.set(0, 0, digits);
            if (row % 7 == 3) {
                record.setNull(1);
            } else {
                record.set(1, digits, text.length - digits);
            }
            writer.write(record);
        }
        writer.finish();
        ObjectRef file = store.seed(S3Uri.parse("s3://work/unloaded-1/" + number), bytes.toByteArray());
        files.add(file);
        return file;
    }

    private static Plan plan(long rows, long counted) {
        return new Plan(
                new ObjectRef(S3Uri.parse("s3://work/q-manifest.csv"), "\"m\"", 0),
                0,
                counted,
                COLUMNS,
                Format.JSON,
                Compression.NONE,
                Handling.RECORDS,
                false,
                S3Uri.parse("s3://work/parts/"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new Plan.Files(rows, 1, List.of(ColumnType.Simple.BIGINT, ColumnType.Simple.VARCHAR), false)),
                Optional.empty());
    }

    private Chunk chunk(int index, long start, List<Piece> pieces) {
        long rows = pieces.stream().mapToLong(Piece::rows).sum();
        return new Chunk(
                index,
                new ObjectRef(S3Uri.parse("s3://work/q-manifest.csv"), "\"m\"", 0),
                start,
                start + rows,
                Entry.RECORD_START,
                pieces);
    }

    /// Converts until nothing is left, and returns the joined parts and the number of conversions.
    private Map.Entry<String, Integer> converted(Plan plan, List<Chunk> planned, Deadline deadline) {
        NewestChunks chunks = new NewestChunks(planned);
        Map<Integer, ChunkReport> reports = new HashMap<>();
        List<Chunk> next = planned;
        int conversions = 0;
        while (true) {
            for (Chunk chunk : next) {
                ChunkReport report = ChunkConverter.convert(store, plan, chunk, deadline);
                reports.put(report.index(), report);
                conversions++;
            }
            List<ChunkReport> inOrder = chunks.inOrder().stream()
                    .map(chunk -> reports.get(chunk.index()))
                    .toList();
            switch (Tiling.verify(plan, chunks.inOrder(), inOrder)) {
                case Tiling.Verdict.Repair(List<Chunk> again) -> {
                    chunks.add(again);
                    next = again;
                }
                case Tiling.Verdict.Proven(List<Tiling.Counted> counted) -> {
                    StringBuilder text = new StringBuilder();
                    counted.forEach(chunk -> text.append(new String(
                            store.content(chunk.report().part().orElseThrow().uri()), StandardCharsets.UTF_8)));
                    return Map.entry(text.toString(), conversions);
                }
            }
        }
    }

    @Test
    void aChunkThatRunsOutOfTimeIsContinuedWithTheSameBytes() throws IOException {
        List<Piece> pieces = List.of(new Piece(file(0), 0, 0, ROWS_A_FILE), new Piece(file(1), 0, 0, ROWS_A_FILE));
        Plan plan = plan(2 * ROWS_A_FILE, 2 * ROWS_A_FILE);
        List<Chunk> chunks = List.of(chunk(0, 0, pieces));

        Map.Entry<String, Integer> whole = converted(plan, chunks, Deadline.NONE);
        Map.Entry<String, Integer> interrupted = converted(plan, chunks, () -> true);

        assertThat(whole.getKey().lines()).hasSize(2 * ROWS_A_FILE);
        assertThat(whole.getKey()).startsWith("{\"id\":0,\"Name\":\"name 0\"}\n");
        assertThat(whole.getValue()).isEqualTo(1);
        assertThat(interrupted.getKey()).isEqualTo(whole.getKey());
        assertThat(interrupted.getValue()).isEqualTo(7);
    }

    @Test
    void rowsMayBeCutAnywhere() throws IOException {
        ObjectRef file = file(0);
        Plan plan = plan(ROWS_A_FILE, -1);
        String whole = converted(plan, List.of(chunk(0, 0, List.of(new Piece(file, 0, 0, ROWS_A_FILE)))), Deadline.NONE)
                .getKey();
        for (int cut : new int[] {1, 1_000, 1_003, ROWS_A_FILE - 1}) {
            List<Chunk> two = List.of(
                    chunk(0, 0, List.of(new Piece(file, 0, 0, cut))),
                    chunk(1, cut, List.of(new Piece(file, 0, cut, ROWS_A_FILE))));
            assertThat(converted(plan, two, Deadline.NONE).getKey())
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void anotherNumberOfRowsThanTheEngineCountedIsRefused() throws IOException {
        Plan plan = plan(ROWS_A_FILE, ROWS_A_FILE + 1);
        List<Chunk> chunks = List.of(chunk(0, 0, List.of(new Piece(file(0), 0, 0, ROWS_A_FILE))));

        assertThatExceptionOfType(Internal.class)
                .isThrownBy(() -> converted(plan, chunks, Deadline.NONE))
                .withMessageContaining("hold 3500 records, but Athena wrote 3501");
    }

    @Test
    void aFileThatChangedIsRefused() throws IOException {
        ObjectRef file = file(0);
        Plan plan = plan(ROWS_A_FILE, -1);
        List<Chunk> chunks = List.of(chunk(0, 0, List.of(new Piece(file, 0, 0, ROWS_A_FILE))));
        store.seed(file.uri(), "other".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> converted(plan, chunks, Deadline.NONE))
                .withMessageContaining(file.uri().toString());
    }
}
