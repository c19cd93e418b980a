package io.featurestore.steps.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Internal;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.DuckDb;
import io.featurestore.records.parquet.ParquetText;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetAssemblyTest {
    private static final List<OutputColumn> COLUMNS = List.of(
            ParquetText.column("id", "bigint"),
            ParquetText.column("name", "varchar"),
            ParquetText.column("amount", "double"),
            ParquetText.column("tags", "array(row(k varchar, v integer))"),
            ParquetText.column("none", "date"));

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @TempDir
    Path folder;

    private static List<List<String>> records(Random random, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(id -> Arrays.asList(
                        Integer.toString(id),
                        random.nextInt(5) == 0 ? null : "name " + random.nextInt(1000),
                        Double.toString(random.nextGaussian()),
                        random.nextInt(3) == 0 ? "[]" : "[{\"k\": \"x" + id + "\", \"v\": null}, null]",
                        null))
                .toList();
    }

    private ObjectRef part(byte[] content) {
        return store.seed(new S3Uri("work", "parts/%05d".formatted(store.uris().size())), content);
    }

    /// Returns the bytes of the file that an upload would create.
    static byte[] file(ObjectStore store, ParquetAssembly.Assembled assembled) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ParquetAssembly.magic());
        for (ParquetAssembly.Piece piece : assembled.pieces()) {
            try (InputStream bytes = store.open(piece.part(), piece.start(), piece.end())) {
                bytes.transferTo(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assembled.footer().forEach(file::writeBytes);
        assertThat(assembled.size()).isEqualTo(file.size());
        return file.toByteArray();
    }

    private byte[] assemble(List<ObjectRef> parts) {
        return file(store, ParquetAssembly.of(store, parts));
    }

    @ParameterizedTest
    @CsvSource({"NONE,1", "GZIP,2", "ZSTD,3", "SNAPPY,7", "ZSTD,20", "NONE,20"})
    void holdsTheRecordsOfAllPartsInOrder(Compression compression, int count) {
        Random random = new Random(count);
        List<List<String>> all = new ArrayList<>();
        List<ObjectRef> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<List<String>> records =
                    records(random, all.size(), random.nextInt(4) == 0 ? 0 : random.nextInt(3_000));
            parts.add(part(ParquetText.file(COLUMNS, compression, records)));
            all.addAll(records);
        }

        byte[] assembled = assemble(parts);

        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("whole", ParquetText.file(COLUMNS, compression, all)).view("assembled", assembled);
            assertThat(duckDb.rows("DESCRIBE assembled")).isEqualTo(duckDb.rows("DESCRIBE whole"));
            assertThat(duckDb.rows("SELECT COLUMNS(*)::VARCHAR FROM assembled"))
                    .hasSize(all.size())
                    .isEqualTo(duckDb.rows("SELECT COLUMNS(*)::VARCHAR FROM whole"));
            assertThat(duckDb.column("SELECT num_rows FROM parquet_file_metadata(assembled_file())"))
                    .containsExactly(Integer.toString(all.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BZIP2", mode = EnumSource.Mode.EXCLUDE)
    void keepsTheStatisticsThatLetReadersSkipRowGroups(Compression compression) {
        Random random = new Random(3);
        List<ObjectRef> parts = IntStream.range(0, 5)
                .mapToObj(i -> part(ParquetText.file(COLUMNS, compression, records(random, i * 1_000, 1_000))))
                .toList();

        byte[] assembled = assemble(parts);

        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", assembled);
            assertThat(duckDb.rows("""
                          SELECT row_group_id, row_group_num_rows, stats_min_value, stats_max_value, stats_null_count
                          FROM parquet_metadata(t_file()) WHERE path_in_schema = 'id' ORDER BY 1"""))
                    .containsExactly(
                            List.of("0", "1000", "0", "999", "0"),
                            List.of("1", "1000", "1000", "1999", "0"),
                            List.of("2", "1000", "2000", "2999", "0"),
                            List.of("3", "1000", "3000", "3999", "0"),
                            List.of("4", "1000", "4000", "4999", "0"));
            assertThat(duckDb.column("SELECT count(*) FROM t WHERE id BETWEEN 2500 AND 3100"))
                    .containsExactly("601");
        }
    }

    /// Bytes outside the only row group that the filter keeps are corrupted, so reading them fails.
    @Test
    void letsAFilterReadOneRowGroupAlone() {
        Random random = new Random(4);
        List<ObjectRef> parts = IntStream.range(0, 3)
                .mapToObj(i -> part(ParquetText.file(COLUMNS, Compression.ZSTD, records(random, i * 1_000, 1_000))))
                .toList();
        ParquetAssembly.Assembled assembled = ParquetAssembly.of(store, parts);
        byte[] file = file(store, assembled);
        int first = ParquetAssembly.magic().length;
        int second = first + (int) assembled.pieces().get(0).length();
        int third = second + (int) assembled.pieces().get(1).length();
        Arrays.fill(file, first, second, (byte) 0xff);
        Arrays.fill(file, third, third + (int) assembled.pieces().get(2).length(), (byte) 0xff);

        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", file);
            assertThat(duckDb.rows("SELECT min(id), max(id), count(amount) FROM t WHERE id BETWEEN 1100 AND 1199"))
                    .containsExactly(List.of("1100", "1199", "100"));
            assertThatThrownBy(() -> duckDb.rows("SELECT sum(amount) FROM t"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /// Parquet's own reader also checks each page against its checksum.
    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BZIP2", mode = EnumSource.Mode.EXCLUDE)
    void isReadByParquetsOwnReader(Compression compression) throws IOException {
        List<ObjectRef> parts = IntStream.range(0, 4)
                .mapToObj(i -> part(ParquetText.file(COLUMNS, compression, records(new Random(i), i * 100, 100))))
                .toList();
        Path file = Files.write(folder.resolve("assembled.parquet"), assemble(parts));
        List<Long> ids = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        new LocalInputFile(file), new PlainParquetConfiguration())
                .usePageChecksumVerification()
                .build()) {
            for (GenericRecord each = reader.read(); each != null; each = reader.read()) {
                ids.add((Long) each.get("id"));
            }
        }

        assertThat(ids).isEqualTo(LongStream.range(0, 400).boxed().toList());
    }

    @Test
    void takesTheSameBytesForTheSameParts() {
        List<ObjectRef> parts = IntStream.range(0, 20)
                .mapToObj(i -> part(ParquetText.file(COLUMNS, Compression.ZSTD, records(new Random(i), i, i))))
                .toList();

        assertThat(assemble(parts)).isEqualTo(assemble(parts));
    }

    @Test
    void takesNoPieceOfAPartWithoutRecords() {
        ObjectRef empty = part(ParquetText.file(COLUMNS, Compression.ZSTD, List.of()));
        ObjectRef one = part(ParquetText.file(COLUMNS, Compression.ZSTD, records(new Random(1), 0, 1)));

        assertThat(ParquetAssembly.of(store, List.of(empty, one, empty)).pieces())
                .hasSize(1)
                .first()
                .extracting(ParquetAssembly.Piece::part, ParquetAssembly.Piece::start)
                .containsExactly(one, 4L);
    }

    @Test
    void isAnEmptyFileWithItsColumnsWhereNoPartHasRecords() {
        ObjectRef empty = part(ParquetText.file(COLUMNS, Compression.ZSTD, List.of()));

        byte[] assembled = assemble(List.of(empty, empty));

        assertThat(assembled).isEqualTo(ParquetAssembly.empty(COLUMNS, Compression.ZSTD));
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", assembled);
            assertThat(duckDb.column("SELECT count(*) FROM t")).containsExactly("0");
            assertThat(duckDb.column("SELECT column_name FROM (DESCRIBE t)"))
                    .containsExactly("id", "name", "amount", "tags", "none");
        }
    }

    @Test
    void keepsTheFirstPartsMetadataAndLeavesOutPageIndexes() throws IOException {
        ObjectRef part = part(ParquetText.file(COLUMNS, Compression.ZSTD, records(new Random(1), 0, 10)));
        FileMetaData before = new ParquetFooters(store).read(part);
        before.addToKey_value_metadata(new KeyValue("k").setValue("v"));
        assertThat(before.getRow_groups().getFirst().getColumns().getFirst().isSetOffset_index_offset())
                .isTrue();
        ObjectRef changed = part(withFooter(store.content(part.uri()), before));

        FileMetaData after = new ParquetFooters(store).read(part(assemble(List.of(changed, part))));

        assertThat(after.getKey_value_metadata()).isEqualTo(before.getKey_value_metadata());
        assertThat(after.getCreated_by()).isEqualTo(before.getCreated_by()).startsWith("parquet-mr version");
        assertThat(after.getNum_rows()).isEqualTo(20);
        assertThat(after.getRow_groups()).hasSize(2).allSatisfy(group -> assertThat(group.getColumns())
                .noneMatch(chunk -> chunk.isSetOffset_index_offset()
                        || chunk.isSetColumn_index_offset()
                        || chunk.getMeta_data().isSetBloom_filter_offset()));
    }

    @Test
    void refusesPartsOfOtherColumns() {
        ObjectRef one = part(ParquetText.file(COLUMNS, Compression.ZSTD, List.of()));
        ObjectRef other = part(ParquetText.file(COLUMNS.subList(0, 4), Compression.ZSTD, List.of()));

        assertThatThrownBy(() -> ParquetAssembly.of(store, List.of(one, other)))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("s3://work/parts/00000 and s3://work/parts/00001 differ in their schema");
    }

    @Test
    void refusesNoPartsAtAll() {
        assertThatThrownBy(() -> ParquetAssembly.of(store, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    static byte[] withFooter(byte[] file, FileMetaData footer) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
        changed.write(file, 0, file.length - 8 - length);
        int start = changed.size();
        Util.writeFileMetaData(footer, changed);
        changed.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size() - start)
                .array());
        changed.writeBytes(ParquetAssembly.magic());
        return changed.toByteArray();
    }
}
