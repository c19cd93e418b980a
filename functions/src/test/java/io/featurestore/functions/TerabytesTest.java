package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.Compression;
import io.featurestore.records.parquet.ParquetText;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.objects.SparseObjectStore;
import io.featurestore.store.objects.SparseObjectStore.Extent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the real plan and the real final step on two terabytes, in the memory of an ordinary test.
class TerabytesTest {
    private static final long TWO_TERABYTES = 2_000_000_000_000L;
    private static final long MIB = 1L << 20;
    private static final String PARTS = "work/run-1/parts/";

    @Test
    void joinsTwoTerabytesOfJsonToOneObject() throws IOException {
        Terabytes export = new Terabytes(TWO_TERABYTES);
        JsonNode plan = export.plan("json", "gzip", "s3://out/data.json.gz");
        List<Chunk> chunks = export.items();
        checkPlan(plan, chunks, export.result().size());
        long read = export.store().bytesRead();

        SplittableRandom random = new SplittableRandom(1);
        List<ObjectRef> parts = chunks.stream()
                .map(chunk -> export.store()
                        .add(part(chunk), random.nextLong(5 * MIB, 90 * MIB), SparseObjectStore.tail(0, new byte[0])))
                .toList();
        JsonNode answer = export.finish(reports(export, chunks, parts));

        assertThat(answer.at("/result/output/records").asLong()).isEqualTo(export.records());
        assertThat(answer.at("/result/output/bytes").asLong())
                .isEqualTo(parts.stream().mapToLong(ObjectRef::size).sum());
        assertThat(export.store().bytesRead())
                .as("bytes of parts that are read")
                .isEqualTo(read);
        assertThat(export.store().openUploads()).isZero();
        assertThat(whole(export.store().extents(S3Uri.parse("s3://out/data.json.gz"))))
                .isEqualTo(parts);
        assertThat(export.store().copiedAtOnce()).isGreaterThan(100);
    }

    @Test
    void publishesTwoTerabytesAsPartFiles() throws IOException {
        Terabytes export = new Terabytes(TWO_TERABYTES);
        export.plan("json", "zstd", "s3://out/dir/");
        List<Chunk> chunks = export.items();
        List<ObjectRef> parts = chunks.stream()
                .map(chunk -> export.store()
                        .add(part(chunk), 50 * MIB + chunk.index(), SparseObjectStore.tail(0, new byte[0])))
                .toList();
        JsonNode answer = export.finish(reports(export, chunks, parts));

        assertThat(answer.at("/result/output/files").asInt()).isEqualTo(chunks.size());
        assertThat(IntStream.range(0, parts.size())
                        .mapToObj(i -> export.store()
                                .extents(S3Uri.parse("s3://out/dir/part-%05d-run-1.json.zst".formatted(i)))
                                .getFirst()
                                .object()
                                .orElseThrow())
                        .toList())
                .isEqualTo(parts);
    }

    /// The footer alone has a row group per 16 MiB. As objects, these would not fit in memory.
    @Test
    void joinsTwoTerabytesOfParquetToOneFile() throws IOException {
        Terabytes export = new Terabytes(TWO_TERABYTES);
        JsonNode plan = export.plan("parquet", "zstd", "s3://out/data.parquet");
        List<Chunk> chunks = export.items();
        checkPlan(plan, chunks, export.result().size());
        ParquetPart part = ParquetPart.of((int) Math.ceilDiv(TWO_TERABYTES / chunks.size(), 16 * MIB));
        List<ObjectRef> parts = chunks.stream()
                .map(chunk -> export.store().add(part(chunk), part.size(), part.maker()))
                .toList();

        JsonNode answer = export.finish(reports(export, chunks, parts));

        List<Extent> extents = export.store().extents(S3Uri.parse("s3://out/data.parquet"));
        long footer = answer.at("/result/output/bytes").asLong()
                - 4
                - parts.size() * (part.size() - 4 - part.footer().length);
        assertThat(footer).isBetween(30 * MIB, Limits.MAX_FOOTER);
        List<Extent> copied =
                extents.stream().filter(extent -> extent.object().isPresent()).toList();
        // The first bytes of the first part are joined with the magic bytes.
        assertThat(copied.getFirst().start()).isEqualTo(5 * MIB);
        assertThat(copied.subList(1, copied.size()))
                .hasSize(parts.size() - 1)
                .allMatch(extent -> extent.start() == 4 && extent.end() == part.size() - part.footer().length);
        assertThat(copied.stream().map(extent -> extent.object().orElseThrow()).toList())
                .isEqualTo(parts);
    }

    /// Of parts of 5 MiB and more, only Parquet footers are read.
    @ParameterizedTest
    @CsvSource({"csv,gzip", "json,none", "parquet,zstd"})
    void assemblesAThousandPartsInParallelUnread(String format, String compression) throws IOException {
        Terabytes export = new Terabytes(1_000 * Limits.MAX_PLANNED_CHUNK);
        S3Uri output = S3Uri.parse(
                "s3://out/data." + format + Compression.named(compression).suffix());
        export.plan(format, compression, output.toString());
        List<Chunk> chunks = export.items();
        assertThat(chunks).hasSize(1_000);
        ParquetPart part = ParquetPart.of(1);
        long before = export.store().bytesRead();
        List<ObjectRef> parts = chunks.stream()
                .map(chunk -> export.store().add(part(chunk), part.size(), part.maker()))
                .toList();

        export.finish(reports(export, chunks, parts));

        long footers = format.equals("parquet") ? 1_000L * (64 << 10) + 5 * MIB : 0;
        assertThat(export.store().bytesRead() - before).isLessThanOrEqualTo(footers);
        assertThat(export.store().extents(output)).hasSizeBetween(1_000, 1_010);
        assertThat(export.store().copiedAtOnce()).isGreaterThan(100);
    }

    /// A chunk whose offset exceeds the exact range of an int or a float is converted like one at the beginning.
    @Test
    void convertsChunksFarBehind() throws IOException {
        Terabytes export = new Terabytes(TWO_TERABYTES);
        export.plan("json", "none", "s3://out/data.json");
        Plan plan = new WorkFolder(export.store(), WorkFolder.prefix("work", "run-1")).read(Document.PLAN, Plan.class);
        List<Chunk> chunks = export.items();
        for (Chunk chunk : List.of(chunks.getFirst(), chunks.get(5_000), chunks.getLast())) {
            ChunkReport real = ChunkConverter.convert(export.store(), plan, chunk, () -> true);
            ChunkReport computed = export.report(
                    new Chunk(chunk.index(), chunk.object(), chunk.start(), real.end(), chunk.entry()), real.part());
            assertThat(real.end() - chunk.start()).isBetween(MIB, MIB + 1_000);
            assertThat(real)
                    .usingRecursiveComparison()
                    .ignoringFields("millis", "startedAt", "lineEndsAtEvenQuotes", "lineEndsAtOddQuotes")
                    .isEqualTo(computed);
        }
    }

    private static void checkPlan(JsonNode plan, List<Chunk> chunks, long size) {
        assertThat(plan.get("chunks").asInt()).isEqualTo(chunks.size()).isLessThanOrEqualTo(Limits.MAX_CHUNKS);
        assertThat(plan.get("maxConcurrency").asInt()).isBetween(1, 10_000);
        assertThat(chunks.getFirst().start()).isEqualTo(Terabytes.HEADER.length);
        assertThat(chunks.getLast().end()).isEqualTo(size);
    }

    private static S3Uri part(Chunk chunk) {
        return new S3Uri("work", PARTS + "%05d".formatted(chunk.index()));
    }

    private static List<ChunkReport> reports(Terabytes export, List<Chunk> chunks, List<ObjectRef> parts) {
        return IntStream.range(0, chunks.size())
                .mapToObj(i -> export.report(chunks.get(i), Optional.of(parts.get(i))))
                .toList();
    }

    /// Returns the objects that were copied. Each was copied as a whole.
    private static List<ObjectRef> whole(List<Extent> extents) {
        List<ObjectRef> objects = new ArrayList<>();
        for (Extent extent : extents) {
            assertThat(extent.start()).isZero();
            assertThat(extent.end()).isEqualTo(extent.object().orElseThrow().size());
            objects.add(extent.object().orElseThrow());
        }
        return objects;
    }

    /// Creates a Parquet file of which only the last bytes exist: a footer with row groups of 10 MB each.
    private record ParquetPart(long size, byte[] footer, SparseObjectStore.Maker maker) {
        private static final long COLUMN = 3_600_000;

        static ParquetPart of(int groups) throws IOException {
            byte[] small = ParquetText.file(
                    Terabytes.COLUMNS,
                    Compression.ZSTD,
                    List.of(Terabytes.COLUMNS.stream()
                            .map(column -> "value of " + column.name())
                            .toList()));
            int length = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN).getInt(small.length - 8);
            FileMetaData metadata =
                    Util.readFileMetaData(new ByteArrayInputStream(small, small.length - 8 - length, length));
            RowGroup one = metadata.getRow_groups().getFirst();
            List<RowGroup> many = new ArrayList<>();
            long position = 4;
            for (int i = 0; i < groups; i++) {
                RowGroup group = one.deepCopy();
                for (ColumnChunk column : group.getColumns()) {
                    column.getMeta_data().setDictionary_page_offset(position);
                    column.getMeta_data().setData_page_offset(position + 1_000);
                    column.getMeta_data().setTotal_compressed_size(COLUMN);
                    position += COLUMN;
                }
                many.add(group);
            }
            metadata.setRow_groups(many);
            metadata.setNum_rows(groups * one.getNum_rows());
            ByteArrayOutputStream footer = new ByteArrayOutputStream();
            Util.writeFileMetaData(metadata, footer);
            footer.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(footer.size())
                    .array());
            footer.writeBytes(new byte[] {'P', 'A', 'R', '1'});
            // A reader of the footer also reads some bytes before it.
            byte[] tail = new byte[(1 << 20) + footer.size()];
            System.arraycopy(footer.toByteArray(), 0, tail, 1 << 20, footer.size());
            long size = position + footer.size();
            return new ParquetPart(size, footer.toByteArray(), (start, end) -> {
                // The first bytes of the first part go through memory with the magic bytes.
                if (end <= 5 * MIB) {
                    return new ByteArrayInputStream(new byte[(int) (end - start)]);
                }
                return SparseObjectStore.tail(size, tail).open(start, end);
            });
        }
    }
}
