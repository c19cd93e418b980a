package io.featurestore.records.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.ParquetText;
import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import io.featurestore.records.parquet.read.pages.ChunkPages;
import io.featurestore.records.parquet.read.pages.ChunkStream;
import io.featurestore.records.parquet.read.pages.LibraryPages;
import io.featurestore.records.parquet.read.pages.PageDecompressor;
import io.featurestore.records.parquet.read.pages.PageMemory;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.records.parquet.read.pages.RangeSource;
import io.featurestore.records.parquet.read.values.ValueText;
import io.featurestore.records.parquet.read.values.ValueTexts;
import io.featurestore.records.text.Utf8Builder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowGroupReaderTest {
    private static final ReadSettings SMALL = new ReadSettings(1, 64 << 20);

    @TempDir
    private Path folder;

    /// Every page version, encoding and codec that parquet-java writes, against the values that were written,
    /// and column by column against the library's decoders.
    @Test
    void readsRandomFilesAsTheyWereWritten() throws IOException {
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            RandomFile file = RandomFile.of(random, folder);
            assertThat(MemorySource.rows(file.bytes(), file.columns(), seed % 2 == 0 ? ReadSettings.DEFAULT : SMALL))
                    .as("seed %d", seed)
                    .isEqualTo(file.texts());
            ParquetFile parquet = ParquetFile.open(new MemorySource(file.bytes()), file.bytes().length);
            int first = 0;
            for (RowGroupInfo group : parquet.rowGroups()) {
                for (int column = 0; column < file.columns().size(); column++) {
                    assertThat(library(parquet, file, group, column))
                            .as("seed %d, column %d by the library", seed, column)
                            .isEqualTo(column(file.texts().subList(first, first + (int) group.rows()), column));
                }
                long from = random.nextLong(group.rows() + 1);
                long to = random.nextLong(from, group.rows() + 1);
                assertThat(MemorySource.rows(parquet, file.columns(), group.index(), from, to, SMALL))
                        .as("seed %d, rows %d to %d", seed, from, to)
                        .isEqualTo(file.texts().subList(first + (int) from, first + (int) to));
                first += (int) group.rows();
            }
        }
    }

    private static List<String> column(List<List<String>> rows, int column) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    private static List<String> library(ParquetFile parquet, RandomFile file, RowGroupInfo group, int column) {
        ColumnDescriptor leaf = parquet.schema().getColumns().get(column);
        ColumnMetaData chunk = parquet.chunk(group.index(), column).getMeta_data();
        long start = ParquetFooter.start(chunk);
        ChunkStream stream =
                new ChunkStream(parquet.source(), start, start + chunk.getTotal_compressed_size(), 1 << 16);
        ValueText text = ValueTexts.of(file.columns().get(column).type(), 0, leaf.getPrimitiveType(), false)
                .orElseThrow();
        List<String> values = new ArrayList<>();
        try (PageDecompressor decompressor = new PageDecompressor()) {
            ChunkPages pages = new ChunkPages(stream, chunk, decompressor, new PageMemory(64 << 20));
            MessageType schema = new MessageType("m", leaf.getPrimitiveType());
            LibraryColumn reader = new LibraryColumn(
                    new ColumnReadStoreImpl(
                                    new LibraryPages(Map.of(leaf.getPath()[0], pages), group.rows()),
                                    new GroupRecordConverter(schema).getRootConverter(),
                                    schema,
                                    parquet.createdBy())
                            .getColumnReader(schema.getColumns().getFirst()),
                    text,
                    group.rows());
            Utf8Builder out = new Utf8Builder();
            for (long i = 0; i < group.rows(); i++) {
                out.truncate(0);
                values.add(reader.next(out) ? out.text(0) : null);
            }
        }
        return values;
    }

    private static byte[] sample(int rows, Compression codec) {
        List<OutputColumn> columns = List.of(
                ParquetText.column("id", "bigint"),
                ParquetText.column("name", "varchar"),
                ParquetText.column("tags", "array(varchar)"));
        List<List<String>> records = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            records.add(List.of(Integer.toString(i), "name " + i * 7_919L, "[\"a\",null,\"" + i + "\"]"));
        }
        return ParquetText.file(columns, codec, records);
    }

    private static final List<WantedColumn> SAMPLE = List.of(
            new WantedColumn("TAGS", ColumnType.parse("array(varchar)")),
            new WantedColumn("absent", ColumnType.Simple.DOUBLE),
            new WantedColumn("Id", ColumnType.Simple.BIGINT));

    @Test
    void findsColumnsInAnyCaseAndReadsAbsentOnesAsNull() throws IOException {
        assertThat(MemorySource.rows(sample(2, Compression.ZSTD), SAMPLE))
                .isEqualTo(List.of(
                        java.util.Arrays.asList("[\"a\",null,\"0\"]", null, "0"),
                        java.util.Arrays.asList("[\"a\",null,\"1\"]", null, "1")));
    }

    @Test
    void readsAFileWithoutRows() throws IOException {
        assertThat(MemorySource.rows(sample(0, Compression.SNAPPY), SAMPLE)).isEmpty();
    }

    @Test
    void readsASmallRowGroupAtOnceAndALargeOneInBlocks() throws IOException {
        byte[] bytes = sample(60_000, Compression.NONE);
        MemorySource source = new MemorySource(bytes);
        ParquetFile file = ParquetFile.open(source, bytes.length);
        assertThat(source.lengths()).hasSize(1);
        List<List<String>> rows = MemorySource.rows(file, SAMPLE, 0, 0, 60_000, ReadSettings.DEFAULT);
        // The column between the wanted ones is longer than the gap that is read.
        assertThat(source.lengths()).hasSize(3);
        assertThat(MemorySource.rows(file, SAMPLE, 0, 0, 60_000, SMALL)).isEqualTo(rows);
        assertThat(source.lengths().subList(3, source.lengths().size()))
                .hasSizeGreaterThan(10)
                .allMatch(length -> length <= 64 << 10);
        int before = source.lengths().size();
        assertThat(MemorySource.rows(file, SAMPLE.subList(2, 3), 0, 59_990, 60_000, SMALL))
                .isEqualTo(rows.subList(59_990, 60_000).stream()
                        .map(row -> row.subList(2, 3))
                        .toList());
        assertThat(source.lengths().size() - before).isLessThan(10);
    }

    @Test
    void passesOnTheExceptionsOfTheSource() throws IOException {
        byte[] bytes = sample(60_000, Compression.NONE);
        for (Exception fault : List.of(new IOException("broken"), new IllegalStateException("changed"))) {
            for (int good = 1; good < 12; good += 3) {
                int allowed = good;
                RangeSource source = new RangeSource() {
                    private int asked;

                    @Override
                    public String name() {
                        return "f";
                    }

                    @Override
                    public synchronized InputStream open(long from, long to) throws IOException {
                        asked++;
                        if (asked > allowed) {
                            if (fault instanceof IOException io) {
                                throw io;
                            }
                            throw (RuntimeException) fault;
                        }
                        return new ByteArrayInputStream(bytes, (int) from, (int) (to - from));
                    }
                };
                assertThatThrownBy(() ->
                                MemorySource.rows(ParquetFile.open(source, bytes.length), SAMPLE, 0, 0, 60_000, SMALL))
                        .isSameAs(fault);
            }
        }
    }

    @Test
    void refusesAFileWhosePagesNeedTooMuchMemory() {
        byte[] bytes = sample(20_000, Compression.SNAPPY);
        assertThatThrownBy(() -> MemorySource.rows(bytes, SAMPLE, new ReadSettings(1 << 20, 100_000)))
                .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("in row group 0 of the Parquet file s3://bucket/file.parquet needs ")
                .hasMessageContaining("where the limit is 100000");
    }

    @Test
    void refusesWhatIsNoParquetFileOrIsNotSupported() throws IOException {
        byte[] good = sample(3, Compression.NONE);
        byte[] encrypted = good.clone();
        encrypted[encrypted.length - 1] = 'E';
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);
        byte[] long_ = good.clone();
        long_[good.length - 6] = 1;
        for (Map.Entry<byte[], String> bad : List.of(
                Map.entry(encrypted, "its footer is encrypted"),
                Map.entry(cut, "its last bytes are not PAR1"),
                Map.entry(new byte[3], "it is too short"),
                Map.entry(long_, "bytes does not fit it"))) {
            assertThatThrownBy(() -> MemorySource.rows(bad.getKey(), SAMPLE))
                    .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.DAMAGED))
                    .hasMessageStartingWith(
                            "The file s3://bucket/file.parquet is not a Parquet file that can be read: ")
                    .hasMessageContaining(bad.getValue());
        }
    }

    @Test
    void refusesOtherCodecsEncryptionAndContradictions() throws Exception {
        byte[] bytes = sample(3, Compression.NONE);
        MemorySource source = new MemorySource(bytes);
        for (var codec : org.apache.parquet.format.CompressionCodec.values()) {
            var footer = ParquetFooter.read(source, bytes.length);
            footer.getRow_groups().getFirst().getColumns().forEach(c -> c.getMeta_data()
                    .setCodec(codec));
            ParquetFile file = ParquetFile.of(source, bytes.length, footer);
            if (!PageDecompressor.knows(codec)) {
                assertThatThrownBy(() -> file.read(0, SAMPLE))
                        .isInstanceOfSatisfying(UnreadableParquetException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.UNSUPPORTED))
                        .hasMessageContaining("is compressed with " + codec);
            }
        }
        var encrypted = ParquetFooter.read(source, bytes.length);
        encrypted.getRow_groups().getFirst().getColumns().getFirst().unsetMeta_data();
        ParquetFile file = ParquetFile.of(source, bytes.length, encrypted);
        assertThatThrownBy(() -> file.read(0, SAMPLE)).hasMessageContaining("column 'Id' in row group 0");
        var other = ParquetFooter.read(source, bytes.length);
        other.setNum_rows(4);
        assertThatThrownBy(() -> ParquetFile.of(source, bytes.length, other))
                .hasMessageContaining("contradicts itself: 3 rows in row groups where the file has 4");
    }
}
