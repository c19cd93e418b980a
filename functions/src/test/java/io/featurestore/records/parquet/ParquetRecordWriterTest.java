package io.featurestore.records.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetRecordWriterTest {
    private static final List<OutputColumn> COLUMNS = List.of(
            ParquetText.column("id", "bigint"),
            ParquetText.column("name", "varchar"),
            ParquetText.column("amount", "double"),
            ParquetText.column("seen", "timestamp(3)"),
            ParquetText.column("tags", "array(varchar)"));
    private static final int BUFFERED_AT_MOST = 64 << 20;

    @TempDir
    Path folder;

    private static List<String> record(Random random, long id) {
        return List.of(
                Long.toString(id),
                "name " + Long.toHexString(random.nextLong()).repeat(20),
                Double.toString(random.nextDouble()),
                "2022-01-01 00:00:0" + random.nextInt(10) + ".000",
                "[\"a\", \"" + random.nextInt() + "\"]");
    }

    private static List<List<String>> records(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count).mapToObj(id -> record(random, id)).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BZIP2", mode = EnumSource.Mode.EXCLUDE)
    void writesTheSameBytesForTheSameRecords(Compression compression) {
        byte[] once = ParquetText.file(COLUMNS, compression, records(2_000));

        assertThat(ParquetText.file(COLUMNS, compression, records(2_000))).isEqualTo(once);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "BZIP2", mode = EnumSource.Mode.EXCLUDE)
    void compressesEveryColumn(Compression compression) {
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", ParquetText.file(COLUMNS, compression, records(2_000)));

            assertThat(duckDb.column("SELECT DISTINCT compression FROM parquet_metadata(t_file())"))
                    .containsExactly(compression == Compression.NONE ? "UNCOMPRESSED" : compression.name());
            assertThat(duckDb.rows("SELECT count(*), sum(id), count(DISTINCT name), max(tags[1]) FROM t"))
                    .containsExactly(List.of("2000", "1999000", "2000", "a"));
        }
    }

    @Test
    void refusesBzip2() {
        assertThatThrownBy(() -> new ParquetRecordWriter(COLUMNS, Compression.BZIP2, OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Parquet has no bzip2");
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        assertThatThrownBy(() -> new ParquetRecordWriter(
                        List.of(COLUMNS.get(0), COLUMNS.get(1), COLUMNS.get(0)),
                        Compression.NONE,
                        OutputStream.nullOutputStream()))
                .isInstanceOf(UnfitSchemaException.class)
                .hasMessageContaining("Columns 1 and 3 are both named 'id'");
    }

    @Test
    void refusesFieldsOfARowThatDifferInCaseOnly() {
        assertThatThrownBy(() -> new ParquetRecordWriter(
                        List.of(ParquetText.column("place", "row(city varchar, City varchar)")),
                        Compression.NONE,
                        OutputStream.nullOutputStream()))
                .isInstanceOf(UnfitSchemaException.class)
                .hasMessageContaining("of place have one name");
    }

    @Test
    void refusesARecordOfOtherLength() throws IOException {
        ParquetRecordWriter writer =
                new ParquetRecordWriter(COLUMNS, Compression.NONE, OutputStream.nullOutputStream());

        assertThatThrownBy(() -> writer.write(new Fields(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 values for 5 columns");
    }

    @Test
    void keepsANestedValueThatIsNotSelectedAsJsonAsText() {
        OutputColumn column = new OutputColumn("c", "renamed", COLUMNS.get(4).type(), false);
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", ParquetText.file(List.of(column), Compression.NONE, List.of(List.of("[a, b]"))));

            assertThat(duckDb.rows("SELECT renamed, typeof(renamed) FROM t"))
                    .containsExactly(List.of("[a, b]", "VARCHAR"));
        }
    }

    @Test
    void leavesThePartOpen() throws IOException {
        boolean[] closed = {false};
        OutputStream part = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        new ParquetRecordWriter(COLUMNS, Compression.ZSTD, part).finish();

        assertThat(closed[0]).isFalse();
    }

    @Test
    void holdsLittleMoreThanOneRowGroupOfManyRecords() throws IOException {
        Path file = folder.resolve("many.parquet");
        Fields fields = new Fields(COLUMNS.size());
        Random random = new Random(1);
        long most = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            ParquetRecordWriter writer = new ParquetRecordWriter(COLUMNS, Compression.NONE, out);
            long before = usedAfterCollection();
            for (int i = 0; i < 100_000; i++) {
                ParquetText.set(fields, record(random, i));
                writer.write(fields);
                if (i % 25_000 == 20_000) {
                    most = Math.max(most, usedAfterCollection() - before);
                }
            }
            writer.finish();
        }
        assertThat(most).isLessThan(BUFFERED_AT_MOST);
        assertThat(rowGroupBytes(file)).hasSizeGreaterThan(1).allMatch(bytes -> bytes < 17 << 20);
    }

    @Test
    void holdsLittleMoreThanOneRowGroupOfLargeRecords() throws IOException {
        Path file = folder.resolve("large.parquet");
        List<OutputColumn> columns = List.of(ParquetText.column("text", "varchar"));
        Fields fields = new Fields(1);
        byte[] value = new byte[350_000];
        new Random(1).ints(value.length, 'a', 'z').forEach(new java.util.function.IntConsumer() {
            private int at;

            @Override
            public void accept(int letter) {
                value[at++] = (byte) letter;
            }
        });
        try (OutputStream out = Files.newOutputStream(file)) {
            ParquetRecordWriter writer = new ParquetRecordWriter(columns, Compression.NONE, out);
            for (int i = 0; i < 200; i++) {
                fields.buffer(value);
                fields.set(0, 0, value.length - i);
                writer.write(fields);
            }
            writer.finish();
        }
        assertThat(rowGroupBytes(file)).hasSizeGreaterThan(3).allMatch(bytes -> bytes < 24 << 20);
    }

    @Test
    void writesAsManyColumnsAsAFeatureGroupHas() {
        List<OutputColumn> columns = IntStream.range(0, 2_500)
                .mapToObj(i -> ParquetText.column("c" + i, i % 2 == 0 ? "bigint" : "varchar"))
                .toList();
        String[] values = new String[columns.size()];
        Arrays.setAll(values, String::valueOf);
        List<List<String>> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            values[0] = Integer.toString(i);
            records.add(List.of(values));
        }
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", ParquetText.file(columns, Compression.ZSTD, records));

            assertThat(duckDb.rows("SELECT count(*), sum(c0), min(c2499) FROM t"))
                    .containsExactly(List.of("50", "1225", "2499"));
        }
    }

    /// The set-up of Hadoop asks the system for users, fails on newer Java versions, and takes a second.
    @Test
    void needsNoHadoopConfiguration() throws ReflectiveOperationException, IOException {
        Set<String> loaded = new HashSet<>();
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                loaded.add(name);
                return super.findClass(name);
            }
        }) {
            Class.forName(WriteAll.class.getName(), true, fresh)
                    .getMethod("run")
                    .invoke(null);
        }

        assertThat(loaded)
                .contains(ParquetRecordWriter.class.getName())
                .doesNotContain(
                        "org.apache.hadoop.security.UserGroupInformation",
                        "org.apache.hadoop.util.NativeCodeLoader",
                        "org.apache.hadoop.fs.FileSystem",
                        "org.apache.hadoop.conf.Configuration");
    }

    /// A program that runs with its own class loader.
    public static final class WriteAll {
        private WriteAll() {}

        /// Writes a file with each compression.
        public static void run() {
            for (Compression each : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.SNAPPY)) {
                ParquetText.file(COLUMNS, each, records(10));
            }
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            URI uri = Path.of(entry).toUri();
            urls.add(uri.toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private List<Long> rowGroupBytes(Path file) throws IOException {
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", Files.readAllBytes(file));
            return duckDb
                    .column("SELECT sum(total_compressed_size) FROM parquet_metadata(t_file())"
                            + " GROUP BY row_group_id")
                    .stream()
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
