package io.featurestore.steps.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Failure;
import io.featurestore.failure.QueryFailed;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;
import io.featurestore.steps.estimate.DataFileFinder.FoundFiles;
import io.featurestore.steps.estimate.footer.DataFile;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.Parallel;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/// Finds the files of an Iceberg table's current snapshot. The metadata file names the manifest list, the list
/// names the manifests, and the manifests name the files (iceberg.apache.org/spec, versions 1 and 2).
final class IcebergFiles {
    private static final int MOST_BYTES = 256 << 20;
    /// Status of a manifest entry whose file no longer belongs to the table.
    private static final int DELETED = 2;
    private static final int POSITION_DELETES = 1;
    private static final int EQUALITY_DELETES = 2;

    private final ObjectStore objects;

    IcebergFiles(ObjectStore objects) {
        this.objects = objects;
    }

    /// Returns the files of the table with this metadata file.
    FoundFiles of(S3Uri metadata) {
        JsonNode table = json(metadata);
        JsonNode current = table.path("current-snapshot-id");
        Optional<JsonNode> snapshot = Optional.empty();
        for (JsonNode candidate : table.path("snapshots")) {
            if (current.isNumber() && candidate.path("snapshot-id").asLong() == current.asLong()) {
                snapshot = Optional.of(candidate);
            }
        }
        return snapshot.map(this::files).orElse(new FoundFiles(List.of(), 0, 0, false));
    }

    private FoundFiles files(JsonNode snapshot) {
        List<S3Uri> manifests = new ArrayList<>();
        if (snapshot.has("manifest-list")) {
            records(place(snapshot.path("manifest-list").asText()))
                    .forEach(m -> manifests.add(place(text(m, "manifest_path"))));
        } else {
            snapshot.path("manifests").forEach(m -> manifests.add(place(m.asText())));
        }
        List<DataFile> files = new ArrayList<>();
        long removed = 0;
        long bytes = 0;
        boolean byValue = false;
        for (List<GenericRecord> entries : Parallel.map(manifests, Limits.SMALL_READS, this::records)) {
            for (GenericRecord entry : entries) {
                if (number(entry, "status") == DELETED || !(entry.get("data_file") instanceof GenericRecord file)) {
                    continue;
                }
                int content = file.hasField("content") ? (int) number(file, "content") : 0;
                long size = number(file, "file_size_in_bytes");
                if (content == POSITION_DELETES || content == EQUALITY_DELETES) {
                    removed += content == POSITION_DELETES ? number(file, "record_count") : 0;
                    byValue |= content == EQUALITY_DELETES;
                    bytes += size;
                } else {
                    files.add(new DataFile(new ObjectRef(place(text(file, "file_path")), "", size), Map.of()));
                }
            }
        }
        return new FoundFiles(files, removed, bytes, byValue);
    }

    private List<GenericRecord> records(S3Uri place) {
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(bytes(place)), new GenericDatumReader<>())) {
            reader.forEach(records::add);
            return records;
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    private JsonNode json(S3Uri place) {
        try {
            return Json.MAPPER.readTree(bytes(place));
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    private byte[] bytes(S3Uri place) {
        return objects.read(place, MOST_BYTES)
                .orElseThrow(() -> new QueryFailed("The Iceberg table's file " + place
                        + " is gone. Athena could not read the table either; repair it."));
    }

    private static String text(GenericRecord entry, String field) {
        return String.valueOf(entry.get(field));
    }

    private static long number(GenericRecord entry, String field) {
        return entry.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private static S3Uri place(String uri) {
        return S3Uri.parse(uri.replaceFirst("^s3[an]://", "s3://"));
    }

    private static Failure unreadable(S3Uri place, IOException e) {
        return new QueryFailed(
                "The Iceberg table's file " + place + " cannot be read: " + e.getMessage()
                        + ". Athena could not read the table either; repair it.",
                e);
    }
}
