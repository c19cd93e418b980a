package io.featurestore.steps.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.store.Scene;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Estimates an Iceberg table, whose metadata this test writes by the specification.
class IcebergTest {
    private static final S3Uri ROOT = S3Uri.parse("s3://offline/table/");
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final IcebergMetadata metadata = new IcebergMetadata(ROOT);

    @TempDir
    private Path folder;

    @Test
    void countsTheRowsOfTheCurrentSnapshotAlone() throws Exception {
        entry(1, 0, data("a", 100), 100);
        entry(0, 0, data("b", 50), 50);
        entry(2, 0, data("gone", 70), 70);
        metadata.addSuperseded(data("superseded", 30), 30, 1_000);
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(150);
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.EXACT);
        assertThat(estimate.files().count()).isEqualTo(2);
        assertThat(estimate.scannedBytes())
                .isPositive()
                .isLessThan(estimate.files().bytes());
    }

    @Test
    void boundsWhatDeleteFilesLeave() throws Exception {
        entry(1, 0, data("a", 100), 100);
        long scanned = estimate().scannedBytes();
        entry(1, 1, data("positions", 30), 30);
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(100);
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.BOUND);
        assertThat(estimate.basis().records().atLeast()).hasValue(70);
        assertThat(estimate.scannedBytes()).isGreaterThan(scanned);
    }

    @Test
    void knowsNoLeastWhereRowsAreDeletedByValue() throws Exception {
        entry(1, 0, data("a", 100), 100);
        entry(1, 2, data("values", 3), 3);
        assertThat(estimate().basis().records().atLeast()).hasValue(0);
    }

    private Estimate estimate() throws Exception {
        metadata.files().forEach(this::put);
        Scene scene = Scene.good().set("/request/includeDeleted", BooleanNode.TRUE);
        Table t = scene.table();
        Table iceberg = new Table(
                t.featureGroupName(),
                t.catalog(),
                t.database(),
                t.name(),
                true,
                false,
                t.recordIdentifier(),
                t.eventTime(),
                t.features(),
                t.columns(),
                List.of());
        return new Estimator(
                        objects,
                        new FakeStorage(
                                new TableStorage.Place(
                                        "s3://offline/table",
                                        Optional.of(metadata.place().toString())),
                                List.of()))
                .estimate(
                        new JobBuilder()
                                .table(iceberg)
                                .spec(
                                        scene.export().request().selection(),
                                        scene.export().request().history())
                                .build(),
                        false);
    }

    private void entry(int status, int content, S3Uri file, long records) {
        metadata.add(
                status,
                content,
                file,
                records,
                objects.describe(file).orElseThrow().ref().size());
    }

    private S3Uri data(String name, int rows) throws Exception {
        Path file = folder.resolve(name + ".parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'c' || i AS customer_id, '2024-01-01T00:00:00Z' AS event_time, "
                    + "'gold' AS segment, TIMESTAMP '2024-01-01 00:00:00' AS write_time, false AS is_deleted FROM range("
                    + rows + ") AS t(i)) TO '" + file + "' (FORMAT parquet)");
        }
        return put(ROOT.append("data/" + name + ".parquet"), Files.readAllBytes(file));
    }

    private S3Uri put(S3Uri uri, byte[] content) {
        return objects.put(uri, content, "application/octet-stream", Map.of(), IfExists.REPLACE)
                .uri();
    }
}
