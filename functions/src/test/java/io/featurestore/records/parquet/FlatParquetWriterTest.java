package io.featurestore.records.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.parquet.pages.PageCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the writer with Parquet's own writer on the same records: the values and the statistics must be
/// equal.
class FlatParquetWriterTest {
    private static final int DICTIONARY_BYTES = 64 << 10;
    private static final List<OutputColumn> COLUMNS = List.of(
            ParquetText.column("few", "varchar"), ParquetText.column("many", "varchar"),
            ParquetText.column("later_many", "varchar"), ParquetText.column("number", "bigint"),
            ParquetText.column("few_numbers", "integer"), ParquetText.column("later_many_numbers", "integer"),
            ParquetText.column("ratio", "double"), ParquetText.column("part", "real"),
            ParquetText.column("flag", "boolean"), ParquetText.column("price", "decimal(38,2)"),
            ParquetText.column("bytes", "varbinary"), ParquetText.column("seen", "timestamp(3)"),
            ParquetText.column("one", "varchar"), ParquetText.column("none", "varchar"));

    @TempDir
    Path folder;

    /// Returns a record. Some of its columns fit a dictionary, some do not, and some stop fitting after some
    /// pages.
    private static List<String> record(int i, Random random) {
        int wide = random.nextInt();
        boolean late = i > 30_000;
        List<String> record = Arrays.asList(
                "value " + random.nextInt(50),
                Integer.toHexString(wide).repeat(random.nextInt(4)),
                late ? "late " + wide : "early",
                Long.toString(random.nextLong()),
                Integer.toString(random.nextInt(100)),
                Integer.toString(late ? wide : 7),
                Double.toString(random.nextGaussian()),
                Float.toString(random.nextFloat()),
                Boolean.toString(random.nextBoolean()),
                wide + ".25",
                String.format("%02x %02x", wide & 255, wide >> 8 & 255),
                "2022-01-01 00:00:" + (10 + random.nextInt(50)) + ".125",
                "constant",
                null);
        for (int column = 0; column < record.size(); column++) {
            if (random.nextInt(10) == 0) {
                record.set(column, null);
            }
        }
        return record;
    }

    private Path file(String name, int records, boolean own, Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PageCompression pages = PageCompression.of(compression);
        RecordWriter writer = own
                ? new FlatParquetWriter(COLUMNS, ParquetSchema.of(COLUMNS), pages, DICTIONARY_BYTES, out)
                : new NestedParquetWriter(COLUMNS, ParquetSchema.of(COLUMNS), pages, DICTIONARY_BYTES, out);
        Fields fields = new Fields(COLUMNS.size());
        Random random = new Random(records);
        for (int i = 0; i < records; i++) {
            ParquetText.set(fields, record(i, random));
            writer.write(fields);
        }
        writer.finish();
        return Files.write(folder.resolve(name + ".parquet"), out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 20_000, 20_001, 70_000})
    void holdsTheSameValues(int records) throws IOException {
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("ours", Files.readAllBytes(file("ours", records, true, Compression.SNAPPY)));
            duckDb.view("theirs", Files.readAllBytes(file("theirs", records, false, Compression.SNAPPY)));

            assertThat(duckDb.rows("SELECT count(*) FROM ours")).containsExactly(List.of(Integer.toString(records)));
            assertThat(duckDb.rows("SELECT * FROM read_parquet(ours_file(), file_row_number = true) EXCEPT "
                            + "FROM read_parquet(theirs_file(), file_row_number = true)"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70_000})
    void keepsTheSameStatistics(int records) throws IOException {
        List<ColumnChunkMetaData> ours = chunks(file("ours", records, true, Compression.NONE));
        List<ColumnChunkMetaData> theirs = chunks(file("theirs", records, false, Compression.NONE));

        assertThat(ours).hasSameSizeAs(theirs).isNotEmpty();
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.get(i).getStatistics()).isEqualTo(theirs.get(i).getStatistics());
            assertThat(ours.get(i).getValueCount()).isEqualTo(theirs.get(i).getValueCount());
            assertThat(ours.get(i).getSizeStatistics().getUnencodedByteArrayDataBytes())
                    .isEqualTo(theirs.get(i).getSizeStatistics().getUnencodedByteArrayDataBytes());
        }
    }

    @Test
    void indexesItsPages() throws IOException {
        try (ParquetFileReader reader = open(file("ours", 70_000, true, Compression.ZSTD))) {
            for (ColumnChunkMetaData chunk :
                    reader.getFooter().getBlocks().getFirst().getColumns()) {
                ColumnIndex index = reader.readColumnIndex(chunk);
                assertThat(reader.readOffsetIndex(chunk).getPageCount()).isGreaterThanOrEqualTo(4);
                assertThat(index.getNullPages())
                        .hasSize(reader.readOffsetIndex(chunk).getPageCount());
                assertThat(index.getNullCounts().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(chunk.getStatistics().getNumNulls());
            }
        }
    }

    @Test
    void leavesADictionaryThatStopsPaying() throws IOException {
        try (ParquetFileReader reader = open(file("ours", 70_000, true, Compression.ZSTD))) {
            List<ColumnChunkMetaData> chunks =
                    reader.getFooter().getBlocks().getFirst().getColumns();
            assertThat(chunks.get(0).hasDictionaryPage()).isTrue();
            assertThat(chunks.get(1).hasDictionaryPage()).isFalse();
            assertThat(chunks.get(2).getEncodingStats().hasDictionaryEncodedPages())
                    .isTrue();
            assertThat(chunks.get(2).getEncodingStats().hasNonDictionaryEncodedPages())
                    .isTrue();
            assertThat(chunks.get(13).hasDictionaryPage()).isFalse();
        }
    }

    @Test
    void parquetsOwnReaderTakesEveryPageWithItsChecksum() throws IOException {
        ParquetReadOptions checked = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .usePageChecksumVerification(true)
                .build();
        try (ParquetFileReader reader =
                ParquetFileReader.open(new LocalInputFile(file("ours", 20_001, true, Compression.GZIP)), checked)) {
            PageReadStore group = reader.readNextRowGroup();
            long values = 0;
            for (var column : reader.getFileMetaData().getSchema().getColumns()) {
                var pages = group.getPageReader(column);
                for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
                    values += page.getValueCount();
                }
            }
            assertThat(values).isEqualTo(20_001L * COLUMNS.size());
        }
    }

    private static List<ColumnChunkMetaData> chunks(Path file) throws IOException {
        List<ColumnChunkMetaData> chunks = new ArrayList<>();
        try (ParquetFileReader reader = open(file)) {
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                chunks.addAll(block.getColumns());
            }
        }
        return chunks;
    }

    private static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    }
}
