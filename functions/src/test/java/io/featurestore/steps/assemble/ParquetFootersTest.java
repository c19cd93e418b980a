package io.featurestore.steps.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Internal;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.DuckDb;
import io.featurestore.records.parquet.ParquetText;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFootersTest {
    private static final List<OutputColumn> COLUMNS =
            List.of(ParquetText.column("id", "bigint"), ParquetText.column("name", "varchar"));

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @TempDir
    Path folder;

    private static List<List<String>> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> List.of(Integer.toString(id), "name " + id))
                .toList();
    }

    private ObjectRef part(byte[] content) {
        return store.seed(new S3Uri("work", "parts/%05d".formatted(store.uris().size())), content);
    }

    @Test
    void readsAFooterLongerThanTheFirstRequest() {
        List<OutputColumn> columns = IntStream.range(0, 1_500)
                .mapToObj(i -> ParquetText.column("column_" + i, "varchar"))
                .toList();
        List<List<String>> records =
                List.of(columns.stream().map(OutputColumn::name).toList());
        ObjectRef one = part(ParquetText.file(columns, Compression.ZSTD, records));
        ObjectRef other = part(ParquetText.file(columns, Compression.ZSTD, records));

        ParquetAssembly.Assembled assembled = ParquetAssembly.of(store, List.of(one, other));

        assertThat(assembled.footer().stream().mapToInt(block -> block.length).sum())
                .isGreaterThan(2 * ParquetFooter.TAIL_BYTES);
        assertThat(store.calls(InMemoryObjectStore.Operation.OPEN)).isEqualTo(4);
        try (DuckDb duckDb = new DuckDb(folder)) {
            duckDb.view("t", ParquetAssemblyTest.file(store, assembled));
            assertThat(duckDb.rows("SELECT column_0, column_1499 FROM t"))
                    .containsExactly(List.of("column_0", "column_1499"), List.of("column_0", "column_1499"));
        }
    }

    @Test
    void readsAFooterInOneRequest() {
        ObjectRef part = part(ParquetText.file(COLUMNS, Compression.ZSTD, records(20_000)));

        ParquetAssembly.of(store, List.of(part));

        assertThat(store.calls(InMemoryObjectStore.Operation.OPEN)).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoWholeParquetFile() {
        byte[] whole = ParquetText.file(COLUMNS, Compression.ZSTD, records(100));
        byte[] longFooter = whole.clone();
        longFooter[whole.length - 6] = 1;
        byte[] badFooter = whole.clone();
        Arrays.fill(badFooter, whole.length - 308, whole.length - 8, (byte) 0xff);

        refuses(new byte[11], "it is too short");
        refuses(Arrays.copyOf(whole, whole.length - 1), "its last bytes are not PAR1");
        refuses(longFooter, "does not fit it");
        refuses(badFooter, "its footer cannot be read");
    }

    @Test
    void refusesAFooterThatContradictsItself() throws IOException {
        byte[] whole = ParquetText.file(COLUMNS, Compression.ZSTD, records(100));
        FileMetaData footer = new ParquetFooters(store).read(part(whole));

        refuses(ParquetAssemblyTest.withFooter(whole, footer.deepCopy().setNum_rows(99)), "100 of 99 rows");
        FileMetaData beyond = footer.deepCopy();
        ColumnMetaData moved =
                beyond.getRow_groups().getFirst().getColumns().getLast().getMeta_data();
        moved.setData_page_offset(whole.length);
        moved.unsetDictionary_page_offset();
        refuses(ParquetAssemblyTest.withFooter(whole, beyond), "contradicts itself");
        FileMetaData elsewhere = footer.deepCopy();
        elsewhere.getRow_groups().getFirst().getColumns().getFirst().setFile_path("other");
        refuses(ParquetAssemblyTest.withFooter(whole, elsewhere), "has columns in another file");
    }

    @Test
    void passesOnWhatTheStoreSays() {
        ObjectRef part = part(ParquetText.file(COLUMNS, Compression.ZSTD, List.of()));
        part(new byte[0]);
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(InMemoryObjectStore.Operation operation, S3Uri uri) {
                throw new Throttled("slow down", null);
            }
        });

        assertThatThrownBy(() -> ParquetAssembly.of(store, List.of(part, part))).isInstanceOf(Throttled.class);
    }

    @Test
    void mayBeTriedAgainWhereReadingBreaksOff() {
        ObjectRef part = part(ParquetText.file(COLUMNS, Compression.ZSTD, List.of()));
        ObjectStore breaking = (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });

        assertThatThrownBy(() -> ParquetAssembly.of(breaking, List.of(part)))
                .isInstanceOf(Transient.class)
                .hasMessage("Reading s3://work/parts/00000 broke off 4 times: connection reset")
                .hasRootCauseMessage("connection reset");
    }

    private void refuses(byte[] content, String reason) {
        ObjectRef part = part(content);
        assertThatThrownBy(() -> ParquetAssembly.of(store, List.of(part)))
                .isInstanceOf(Internal.class)
                .hasMessageContaining(part.uri().toString())
                .hasMessageContaining(reason);
    }
}
