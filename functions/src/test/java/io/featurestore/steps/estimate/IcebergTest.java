package io.featurestore.steps.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.store.Scene;
import io.featurestore.store.Table;
import io.featurestore.store.files.IcebergTable;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

/// Estimates Iceberg tables that Iceberg's own library wrote.
class IcebergTest {
    private static final Schema SCHEMA = new Schema(
            NestedField.optional(1, "customer_id", Types.StringType.get()),
            NestedField.optional(2, "event_time", Types.StringType.get()),
            NestedField.optional(3, "segment", Types.StringType.get()),
            NestedField.optional(4, "write_time", Types.TimestampType.withZone()),
            NestedField.optional(5, "is_deleted", Types.BooleanType.get()));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final IcebergTable table = new IcebergTable(
            objects,
            S3Uri.parse("s3://offline/table/"),
            SCHEMA,
            PartitionSpec.unpartitioned(),
            Map.of("format-version", "2"),
            ".metadata.json");

    private DataFile rows(int count) {
        return table.write(IntStream.range(0, count)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "customer_id",
                        "c" + i,
                        "event_time",
                        "2024-01-01T00:00:00Z",
                        "segment",
                        "gold",
                        "write_time",
                        LocalDateTime.of(2024, 1, 1, 0, 0).atOffset(ZoneOffset.UTC),
                        "is_deleted",
                        false))
                .toList());
    }

    @Test
    void countsTheRowsOfTheCurrentSnapshotAlone() {
        DataFile gone = rows(70);
        table.table().newAppend().appendFile(gone).appendFile(rows(100)).commit();
        table.table().newAppend().appendFile(rows(50)).commit();
        table.table().newDelete().deleteFile(gone).commit();
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(150);
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.EXACT);
        assertThat(estimate.basis().scannedBytes().kind()).isEqualTo(EstimateBasis.Kind.EXACT);
        assertThat(estimate.files().count()).isEqualTo(2);
        assertThat(estimate.scannedBytes())
                .isPositive()
                .isLessThan(estimate.files().bytes());
    }

    @Test
    void boundsWhatDeleteFilesLeave() {
        DataFile data = rows(100);
        table.table().newAppend().appendFile(data).commit();
        long scanned = estimate().scannedBytes();
        table.table().newRowDelta().addDeletes(table.positions(data, 30)).commit();
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(100);
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.BOUND);
        assertThat(estimate.basis().records().atLeast()).hasValue(70);
        assertThat(estimate.basis().scannedBytes().kind()).isEqualTo(EstimateBasis.Kind.MODEL);
        assertThat(estimate.scannedBytes()).isGreaterThan(scanned);
    }

    @Test
    void knowsNoLeastWhereRowsAreDeletedByValue() {
        DataFile data = rows(100);
        table.table().newAppend().appendFile(data).commit();
        table.table()
                .newRowDelta()
                .addDeletes(table.equal("customer_id", List.of("c1", "c2"), data.partition()))
                .commit();
        assertThat(estimate().basis().records().atLeast()).hasValue(0);
    }

    @Test
    void followsRenamedColumns() {
        table.table().newAppend().appendFile(rows(100)).commit();
        long scanned = estimate().scannedBytes();
        table.table().updateSchema().renameColumn("segment", "tier").commit();
        table.table()
                .updateSchema()
                .addColumn("segment", Types.StringType.get())
                .commit();
        long renamed = estimate().scannedBytes();
        table.table()
                .updateSchema()
                .deleteColumn("segment")
                .renameColumn("tier", "segment")
                .commit();
        assertThat(renamed).isPositive().isLessThan(scanned);
        assertThat(estimate().scannedBytes()).isEqualTo(scanned);
    }

    private Estimate estimate() {
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
                        FakeStorage.at(
                                "s3://offline/table",
                                Map.of("table_type", "ICEBERG", "metadata_location", table.metadata())))
                .estimate(
                        new JobBuilder()
                                .table(iceberg)
                                .spec(
                                        scene.export().request().selection(),
                                        scene.export().request().history())
                                .build(),
                        false);
    }
}
