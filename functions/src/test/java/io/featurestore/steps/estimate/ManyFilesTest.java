package io.featurestore.steps.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.featurestore.steps.estimate.footer.FooterSampler;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.store.Scene;
import io.featurestore.store.Table;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Estimates tables with more files than are read.
class ManyFilesTest {
    private static final int FILES = 3_600;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    /// Checks the projection over files of three sizes.
    @Test
    void drawsAsManyFilesAsItSaysAndStatesTheError(@TempDir Path folder) throws Exception {
        int[] sizes = {40, 500, 3_000};
        byte[][] contents = new byte[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            contents[i] = parquet(folder, sizes[i]);
        }
        long rows = 0;
        for (int i = 0; i < FILES; i++) {
            int size = Math.floorMod(i * 7919, 13) % sizes.length;
            objects.put(
                    S3Uri.parse("s3://offline/table/%05d.parquet".formatted(i)),
                    contents[size],
                    "application/octet-stream",
                    Map.of(),
                    IfExists.REPLACE);
            rows += sizes[size];
        }
        Estimate estimate = estimate();
        assertThat(estimate.files().count()).isEqualTo(FILES);
        assertThat(estimate.files().read()).isEqualTo(FooterSampler.MOST);
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.SAMPLE);
        long error = estimate.basis().records().error().orElseThrow();
        assertThat(error).isPositive().isLessThan(rows / 20);
        assertThat(estimate.records()).isBetween(rows - error, rows + error);
        assertThat(estimate()).isEqualTo(estimate);
    }

    private Estimate estimate() {
        Scene scene = Scene.good().set("/request/includeDeleted", BooleanNode.TRUE);
        Table t = scene.table();
        Table flat = new Table(
                t.featureGroupName(),
                t.catalog(),
                t.database(),
                t.name(),
                false,
                true,
                t.recordIdentifier(),
                t.eventTime(),
                t.features(),
                t.columns(),
                List.of());
        return new Estimator(objects, FakeStorage.at("s3://offline/table", Map.of()))
                .estimate(
                        new JobBuilder()
                                .table(flat)
                                .spec(
                                        scene.export().request().selection(),
                                        scene.export().request().history())
                                .build(),
                        false);
    }

    private static byte[] parquet(Path folder, int rows) throws Exception {
        Path file = folder.resolve(rows + ".parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'c' || i AS customer_id, '2024-01-01T00:00:00Z' AS event_time, "
                    + "'gold' AS segment, TIMESTAMP '2024-01-01 00:00:00' AS write_time, false AS is_deleted FROM range("
                    + rows + ") AS t(i)) TO '" + file + "' (FORMAT parquet)");
        }
        return Files.readAllBytes(file);
    }
}
