package io.featurestore.records.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.steps.convert.Deadline;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Converts results of unusual sizes. The tests have a heap of 512 MB, which does not hold two copies of a large
/// result.
class HostileSizesTest {
    private static final long FIELD = 100_000_000;

    @TempDir
    Path folder;

    @Test
    void exportsColumnsByTheThousand() throws IOException {
        // The names have the largest length of a feature name, so the header alone is larger than 100 KB.
        List<String> names = IntStream.range(0, 1_600)
                .mapToObj(i -> "f".repeat(60) + "%04d".formatted(i))
                .toList();
        List<String> row = IntStream.range(0, 1_600).mapToObj(i -> "v" + i).toList();
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.writeBytes(CsvRecordWriter.header(names));
        for (int i = 0; i < 20; i++) {
            result.writeBytes(CsvRecordWriter.header(row));
        }
        Conversion conversion =
                new Conversion(names.stream().map(HostileSizesTest::column).toList(), result.toByteArray(), 20);

        String json = new String(conversion.output(Format.JSON, Optional.empty(), 3), StandardCharsets.UTF_8);
        Path parquet =
                Files.write(folder.resolve("wide.parquet"), conversion.output(Format.PARQUET, Optional.empty(), 1));

        assertThat(conversion.output(Format.CSV, Optional.empty(), 3)).isEqualTo(result.toByteArray());
        assertThat(json.lines()).hasSize(20).allSatisfy(line -> assertThat(
                        ReadBack.strict(line.getBytes(StandardCharsets.UTF_8)).properties().stream()
                                .map(e -> e.getValue().textValue()))
                .isEqualTo(row));
        assertThat(ParquetTypes.names(parquet)).isEqualTo(names);
        assertThat(ReadBack.avro(parquet, 0, names.getLast())).hasSize(20).containsOnly("v1599");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void exportsAHeaderAlone(Format format) throws IOException {
        byte[] output = new Conversion(List.of(column("a")), bytes("\"a\"\n"), 0).output(format, Optional.empty(), 1);

        switch (format) {
            case CSV -> assertThat(output).isEqualTo(bytes("\"a\"\n"));
            case JSON -> assertThat(output).isEmpty();
            case PARQUET ->
                assertThat(ReadBack.avro(Files.write(folder.resolve("no.parquet"), output), 0))
                        .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAResultOfNoBytes(Format format) {
        assertThatThrownBy(
                        () -> new Conversion(List.of(column("a")), new byte[0], 0).output(format, Optional.empty(), 1))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("has the columns []");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40})
    void exportsOneRecordOverManyChunks(int chunks) throws IOException {
        String value = "quote \" line\r\n, 한".repeat(200_000);
        byte[] result = bytes("\"a\"\n\"" + value.replace("\"", "\"\"") + "\"\n");
        Conversion conversion = new Conversion(List.of(column("a")), result, 1);

        assertThat(ReadBack.strict(conversion.output(Format.JSON, Optional.empty(), chunks))
                        .get("a")
                        .textValue())
                .isEqualTo(value);
        assertThat(conversion.output(Format.CSV, Optional.empty(), chunks)).isEqualTo(result);
        List<byte[]> parts = conversion.parts(Format.CSV, Handling.RAW_RECORDS, chunks);
        assertThat(parts.getFirst()).isEqualTo(result);
        assertThat(parts.subList(1, chunks)).allMatch(p -> java.util.Arrays.equals(p, bytes("\"a\"\n")));
        Path parquet = Files.write(
                folder.resolve("one.parquet"),
                conversion.parts(Format.PARQUET, Handling.RECORDS, chunks).getFirst());
        assertThat(ReadBack.avro(parquet, 0, "a")).containsExactly(value);
    }

    @Test
    void exportsAMillionRecordsOfOneByte() throws IOException {
        int records = 1_000_000;
        byte[] result = bytes("\"a\"\n" + "\"x\"\n".repeat(records));
        Conversion conversion = new Conversion(List.of(column("a")), result, records);

        assertThat(conversion.output(Format.JSON, Optional.empty(), 8))
                .isEqualTo(bytes("{\"a\":\"x\"}\n".repeat(records)));
        assertThat(conversion.output(Format.CSV, Optional.empty(), 8)).isEqualTo(result);
        Path parquet =
                Files.write(folder.resolve("many.parquet"), conversion.output(Format.PARQUET, Optional.empty(), 1));
        assertThat(ReadBack.avro(parquet, 0, "a")).hasSize(records).containsOnly("x");
    }

    @Test
    void exportsAMillionNullsOfOneColumn() {
        int records = 1_000_000;
        Conversion conversion = new Conversion(List.of(column("a")), bytes("\"a\"\n" + "\n".repeat(records)), records);

        assertThat(conversion.output(Format.JSON, Optional.empty(), 8))
                .isEqualTo(bytes("{\"a\":null}\n".repeat(records)));
    }

    @Test
    void exportsMapsOfManyAndOfLongKeys() throws IOException {
        StringBuilder map = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            map.append('"')
                    .append(Integer.toHexString(i * 0x9E3779B1))
                    .append("\":")
                    .append(i)
                    .append(',');
        }
        map.append('"').append("k".repeat(100_000)).append("\":1}");
        OutputColumn column = new OutputColumn("a", "a", ColumnType.parse("map(varchar, bigint)"), true);
        Conversion conversion = new Conversion(
                List.of(column), bytes("\"a\"\n\"" + map.toString().replace("\"", "\"\"") + "\"\n"), 1);

        assertThat(conversion.output(Format.JSON, Optional.empty(), 2)).isEqualTo(bytes("{\"a\":" + map + "}\n"));
        Path parquet =
                Files.write(folder.resolve("map.parquet"), conversion.output(Format.PARQUET, Optional.empty(), 1));
        assertThat(ReadBack.avro(parquet, 0, "a").getFirst()).contains("\"" + "k".repeat(100_000) + "\":1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"JSON", "PARQUET"})
    void refusesAFieldPastTheLongestRecordInBoundedMemory(Format format) {
        List<ChunkReport> reports = new ArrayList<>();
        long before = used();
        List<Chunk> chunks = new ArrayList<>();
        Plan plan = largeField(format, Compression.NONE, chunks, reports);

        assertThatThrownBy(() -> Tiling.verify(plan, chunks, reports))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ConversionFailed))
                .hasMessage("Record 2 is longer than 64 MiB. Leave such records out with where, or export as csv.");
        assertThat(used() - before).as("bytes kept").isLessThan(200L << 20);
    }

    @Test
    void exportsAFieldPastTheLongestRecordAsCsv() {
        List<ChunkReport> reports = new ArrayList<>();
        List<Chunk> chunks = new ArrayList<>();
        Plan plan = largeField(Format.CSV, Compression.ZSTD, chunks, reports);

        assertThat(Tiling.verify(plan, chunks, reports))
                .isInstanceOfSatisfying(Tiling.Verdict.Proven.class, proven -> assertThat(proven.chunks().stream()
                                .mapToLong(Tiling.Counted::records)
                                .sum())
                        .isEqualTo(3));
    }

    /// Converts three records in four chunks. The second record is far too long.
    private static Plan largeField(
            Format format, Compression compression, List<Chunk> chunks, List<ChunkReport> reports) {
        byte[] head = bytes("\"a\"\n\"first\"\n\"");
        byte[] tail = bytes("\"\n\"last\"\n");
        ObjectRef source =
                new ObjectRef(S3Uri.parse("s3://work/result.csv"), "\"1\"", head.length + FIELD + tail.length);
        ObjectStore store = store(head, tail);
        Plan plan = new Plan(
                source,
                4,
                3,
                List.of(column("a")),
                format,
                compression,
                format == Format.CSV ? Handling.BYTES : Handling.RECORDS,
                false,
                S3Uri.parse("s3://work/parts/"),
                Optional.empty(),
                Optional.empty());
        for (int i = 0; i < 4; i++) {
            long size = source.size() - 4;
            Chunk chunk = new Chunk(
                    i,
                    source,
                    4 + size * i / 4,
                    4 + size * (i + 1) / 4,
                    i == 0 ? Chunk.Entry.RECORD_START : Chunk.Entry.INSIDE_QUOTES);
            chunks.add(chunk);
            reports.add(ChunkConverter.convert(store, plan, chunk, Deadline.NONE));
        }
        return plan;
    }

    /// An object store whose result is computed when it is read: `head`, a field of many x, `tail`.
    private static ObjectStore store(byte[] head, byte[] tail) {
        InMemoryObjectStore written = new InMemoryObjectStore();
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        return range(head, tail, (long) arguments[1], (long) arguments[2]);
                    }
                    try {
                        return method.invoke(written, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static InputStream range(byte[] head, byte[] tail, long start, long end) throws IOException {
        InputStream all = new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(head), new Xs(FIELD), new ByteArrayInputStream(tail))));
        all.skipNBytes(start);
        return new Bounded(all, end - start);
    }

    private static final class Xs extends InputStream {
        private long left;

        Xs(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            java.util.Arrays.fill(bytes, offset, offset + read, (byte) 'x');
            left -= read;
            return read;
        }

        @Override
        public long skip(long wanted) {
            long skipped = Math.clamp(wanted, 0, Math.max(0, left));
            left -= skipped;
            return skipped;
        }
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static OutputColumn column(String name) {
        return new OutputColumn(name, name, ColumnType.Simple.VARCHAR, false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
