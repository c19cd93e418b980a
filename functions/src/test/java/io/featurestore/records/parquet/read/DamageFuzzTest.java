package io.featurestore.records.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.records.ColumnType;
import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Damages files by one bit or by a cut. A damaged file gives records or one exception that names the place,
/// and ends.
class DamageFuzzTest {
    private static final List<WantedColumn> COLUMNS = List.of(
            new WantedColumn("id", ColumnType.parse("bigint")),
            new WantedColumn("name", ColumnType.parse("varchar")),
            new WantedColumn("amount", ColumnType.parse("double")),
            new WantedColumn("flag", ColumnType.parse("boolean")),
            new WantedColumn("tags", ColumnType.parse("array(varchar)")),
            new WantedColumn("place", ColumnType.parse("row(a integer, b map(varchar, double))")));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"uncompressed,V1", "snappy,V1", "gzip,V1", "zstd,V1", "snappy,V2", "zstd,V2"})
    void damageEndsWithOneException(String codec, String version) throws Exception {
        Path path = folder.resolve("f.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT i AS id, 'name ' || (i * 31) % 97 AS name, i / 8 AS amount,"
                    + " i % 3 = 0 AS flag, CASE WHEN i % 5 = 0 THEN NULL ELSE ['a', NULL, 'b' || i] END AS tags,"
                    + " {'a': i, 'b': MAP {'k': i / 3}} AS place FROM range(500) t(i)) TO '" + path
                    + "' (FORMAT parquet, COMPRESSION " + codec + ", PARQUET_VERSION " + version + ")");
        }
        byte[] good = Files.readAllBytes(path);
        List<List<String>> rows = MemorySource.rows(good, COLUMNS);
        assertThat(rows).hasSize(500);
        Random random = new Random(good.length);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            if (i % 10 == 9) {
                // A cut: the bytes from one place on are missing, up to the last ones of the file.
                int at = random.nextInt(4, good.length - 12);
                int length = random.nextInt(1, Math.min(1_000, good.length - 8 - at) + 1);
                bad = new byte[good.length - length];
                System.arraycopy(good, 0, bad, 0, at);
                System.arraycopy(good, at + length, bad, at, bad.length - at);
            } else {
                // Every third one is near the end, in the footer.
                int at = i % 3 == 0
                        ? good.length - 1 - random.nextInt(Math.min(1_500, good.length - 1))
                        : random.nextInt(good.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] damaged = bad;
            refused += Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(damaged)) ? 0 : 1;
        }
        // Without checksums, most changes of values go unnoticed.
        assertThat(refused).isGreaterThan(codec.equals("gzip") ? 200 : 30);
    }

    private static boolean read(byte[] bytes) throws IOException {
        try {
            MemorySource.rows(bytes, COLUMNS);
            return true;
        } catch (UnreadableParquetException e) {
            assertThat(e).hasMessageContaining("s3://bucket/file.parquet");
            return false;
        }
    }

    @Test
    void aPageChecksumFindsEveryFlippedBitOfAPage() throws IOException {
        Random random = new Random(1);
        int found = 0;
        for (int seed = 0; found < 5; seed++) {
            RandomFile file = RandomFile.of(new Random(seed), folder);
            ParquetFile parquet = ParquetFile.open(new MemorySource(file.bytes()), file.bytes().length);
            if (parquet.rows() < 100 || !hasChecksums(file)) {
                continue;
            }
            found++;
            RowGroupInfo group = parquet.rowGroups().getFirst();
            for (int i = 0; i < 40; i++) {
                byte[] bad = file.bytes().clone();
                int at = (int) random.nextLong(group.start(), group.end());
                bad[at] ^= (byte) (1 << random.nextInt(8));
                // A bit of a page header may mean nothing, but then the rows are the same.
                try {
                    assertThat(MemorySource.rows(bad, file.columns())).isEqualTo(file.texts());
                } catch (UnreadableParquetException e) {
                    assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
                    assertThat(e.getMessage()).contains("in row group 0 of the Parquet file", "near byte ");
                }
            }
        }
    }

    /// Returns whether a change of the last byte of the first page is noticed as a wrong checksum.
    private static boolean hasChecksums(RandomFile file) throws IOException {
        ParquetFile parquet = ParquetFile.open(new MemorySource(file.bytes()), file.bytes().length);
        byte[] bad = file.bytes().clone();
        bad[(int) parquet.rowGroups().getFirst().end() - 1] ^= 1;
        try {
            MemorySource.rows(bad, file.columns());
            return false;
        } catch (UnreadableParquetException e) {
            return e.getMessage().contains("a page's checksum differs");
        }
    }

    @Test
    void anEmptyColumnChunkIsRefused() throws Exception {
        RandomFile file = RandomFile.of(new Random(3), folder);
        ParquetFile parquet = ParquetFile.open(new MemorySource(file.bytes()), file.bytes().length);
        byte[] zeros = file.bytes().clone();
        RowGroupInfo group = parquet.rowGroups().getFirst();
        Arrays.fill(zeros, (int) group.start(), (int) group.end(), (byte) 0);
        assertThatThrownBy(() -> MemorySource.rows(zeros, file.columns()))
                .isInstanceOf(UnreadableParquetException.class)
                .hasMessageContaining("cannot be decoded near byte");
    }
}
