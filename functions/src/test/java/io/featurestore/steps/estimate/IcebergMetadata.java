package io.featurestore.steps.estimate;

import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/// Writes the metadata of an Iceberg table with two snapshots, by the specification (iceberg.apache.org/spec,
/// version 2).
public final class IcebergMetadata {
    private static final Schema MANIFEST = new Schema.Parser().parse("""
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

    private final S3Uri root;
    private final List<GenericRecord> current = new ArrayList<>();
    private final List<GenericRecord> superseded = new ArrayList<>();

    /// Creates metadata below `<root>metadata/`.
    public IcebergMetadata(S3Uri root) {
        this.root = root;
    }

    /// Adds a file to the current snapshot.
    ///
    /// @param status 0 of an earlier snapshot, 1 added, 2 deleted
    /// @param content 0 data, 1 positions of deleted rows, 2 values of deleted rows
    public void add(int status, int content, S3Uri file, long records, long size) {
        current.add(entry(status, content, file, records, size));
    }

    /// Adds a file that only the earlier snapshot has.
    public void addSuperseded(S3Uri file, long records, long size) {
        superseded.add(entry(1, 0, file, records, size));
    }

    /// Returns the location of the table's metadata file.
    public S3Uri place() {
        return root.append("metadata/v2.json");
    }

    /// Returns the metadata's files by location.
    public Map<S3Uri, byte[]> files() throws IOException {
        Map<S3Uri, byte[]> files = new LinkedHashMap<>();
        snapshot(files, 1, superseded);
        snapshot(files, 2, current);
        files.put(place(), """
                           {"format-version": 2, "current-snapshot-id": 2, "snapshots": [
                             {"snapshot-id": 1, "manifest-list": "%1$smetadata/snap-1.avro"},
                             {"snapshot-id": 2, "manifest-list": "%1$smetadata/snap-2.avro"}]}
                           """.formatted(root).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private void snapshot(Map<S3Uri, byte[]> files, int id, List<GenericRecord> entries) throws IOException {
        S3Uri manifest = root.append("metadata/manifest-" + id + ".avro");
        files.put(manifest, avro(MANIFEST, entries));
        GenericRecord item = new GenericData.Record(LIST);
        item.put("manifest_path", manifest.toString());
        item.put("manifest_length", 1L);
        item.put("content", 0);
        files.put(root.append("metadata/snap-" + id + ".avro"), avro(LIST, List.of(item)));
    }

    private static GenericRecord entry(int status, int content, S3Uri file, long records, long size) {
        GenericRecord data =
                new GenericData.Record(MANIFEST.getField("data_file").schema());
        data.put("content", content);
        data.put("file_path", file.toString());
        data.put("record_count", records);
        data.put("file_size_in_bytes", size);
        GenericRecord entry = new GenericData.Record(MANIFEST);
        entry.put("status", status);
        entry.put("data_file", data);
        return entry;
    }

    private static byte[] avro(Schema schema, List<GenericRecord> records) throws IOException {
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
