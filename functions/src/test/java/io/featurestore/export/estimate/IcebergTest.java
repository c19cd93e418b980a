package io.featurestore.export.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.node.BooleanNode;

import io.featurestore.export.objects.InMemoryObjectStore;
import io.featurestore.export.objects.ObjectStore.IfExists;
import io.featurestore.export.objects.S3Uri;
import io.featurestore.export.table.Scene;
import io.featurestore.export.table.Table;

/** An Iceberg table whose metadata this test writes as the specification says. */
class IcebergTest {
    private static final S3Uri ROOT = S3Uri.parse("s3://offline/table/");
    private static final Schema MANIFEST = new Schema.Parser()
            .parse("""
                   {"type": "record", "name": "manifest_entry", "fields": [
                     {"name": "status", "type": "int"},
                     {"name": "data_file", "type": {"type": "record", "name": "r2", "fields": [
                       {"name": "content", "type": "int"},
                       {"name": "file_path", "type": "string"},
                       {"name": "record_count", "type": "long"},
                       {"name": "file_size_in_bytes", "type": "long"}]}}]}
                   """);
    private static final Schema LIST = new Schema.Parser().parse("""
                                                                 {"type": "record", "name": "manifest_file", "fields": [
                                                                   {"name": "manifest_path", "type": "string"},
                                                                   {"name": "manifest_length", "type": "long"},
                                                                   {"name": "content", "type": "int"}]}
                                                                 """);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<GenericRecord> entries = new ArrayList<>();
    @TempDir
    private Path folder;

    @Test
    void countsTheRowsOfTheCurrentSnapshotAlone() throws Exception {
        entry(1, 0, data("a", 100), 100);
        entry(0, 0, data("b", 50), 50);
        entry(2, 0, data("gone", 70), 70);
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(150);
        assertThat(estimate.basis().records().kind()).isEqualTo(Basis.Kind.EXACT);
        assertThat(estimate.files().count()).isEqualTo(2);
        assertThat(estimate.scannedBytes()).isPositive().isLessThan(estimate.files().bytes());
    }

    @Test
    void boundsWhatDeleteFilesLeave() throws Exception {
        entry(1, 0, data("a", 100), 100);
        long scanned = estimate().scannedBytes();
        entry(1, 1, data("positions", 30), 30);
        Estimate estimate = estimate();
        assertThat(estimate.records()).isEqualTo(100);
        assertThat(estimate.basis().records().kind()).isEqualTo(Basis.Kind.BOUND);
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
        put("metadata/m0.avro", avro(MANIFEST, entries));
        GenericRecord manifest = new GenericData.Record(LIST);
        manifest.put("manifest_path", ROOT.append("metadata/m0.avro").toString());
        manifest.put("manifest_length", 1L);
        manifest.put("content", 0);
        put("metadata/snap.avro", avro(LIST, List.of(manifest)));
        put("metadata/v2.json", """
                                {"format-version": 2, "current-snapshot-id": 2, "snapshots": [
                                  {"snapshot-id": 1, "manifest-list": "s3://offline/table/metadata/gone.avro"},
                                  {"snapshot-id": 2, "manifest-list": "s3://offline/table/metadata/snap.avro"}]}
                                """.getBytes(StandardCharsets.UTF_8));
        Scene scene = Scene.good().set("/request/includeDeleted", BooleanNode.TRUE);
        Table t = scene.table();
        Table iceberg = new Table(t.featureGroupName(), t.catalog(), t.database(), t.name(), true, t.recordIdentifier(),
                t
                        .eventTime(),
                t.features(), t.columns(), List.of());
        return new Estimator(objects, new FakeStorage(new TableStorage.Place("s3://offline/table", Optional.of(ROOT
                .append("metadata/v2.json").toString())), List.of())).estimate(scene.export().request(), iceberg);
    }

    private void entry(int status, int content, S3Uri file, long records) {
        GenericRecord data = new GenericData.Record(MANIFEST.getField("data_file").schema());
        data.put("content", content);
        data.put("file_path", file.toString());
        data.put("record_count", records);
        data.put("file_size_in_bytes", objects.describe(file).orElseThrow().ref().size());
        GenericRecord entry = new GenericData.Record(MANIFEST);
        entry.put("status", status);
        entry.put("data_file", data);
        entries.add(entry);
    }

    private S3Uri data(String name, int rows) throws Exception {
        Path file = folder.resolve(name + ".parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'c' || i AS customer_id, '2024-01-01T00:00:00Z' AS event_time, "
                    + "'gold' AS segment, TIMESTAMP '2024-01-01 00:00:00' AS write_time, false AS is_deleted FROM range("
                    + rows + ") AS t(i)) TO '" + file + "' (FORMAT parquet)");
        }
        return put("data/" + name + ".parquet", Files.readAllBytes(file));
    }

    private S3Uri put(String key, byte[] content) {
        return objects.put(ROOT.append(key), content, "application/octet-stream", Map.of(), IfExists.REPLACE).uri();
    }

    private static byte[] avro(Schema schema, List<GenericRecord> records) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))
                .setCodec(CodecFactory.deflateCodec(6))) {
            writer.create(schema, bytes);
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return bytes.toByteArray();
    }
}
