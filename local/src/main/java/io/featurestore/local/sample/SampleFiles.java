package io.featurestore.local.sample;

import io.featurestore.local.features.OfflineFiles;
import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetWriter;
import org.jspecify.annotations.Nullable;

/// Writes rows to new files of an offline store of the format Glue.
final class SampleFiles implements SampleTarget {
    private static final long SEED = 20_231_114L;

    private final Buckets buckets;
    private final String bucket;
    private final String prefix;
    private final Path scratch;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int opened;
    private final Set<List<String>> partitions = new LinkedHashSet<>();

    /// Prepares to write.
    ///
    /// @param location `s3://bucket/prefix`, the parent of the partitions' folders
    /// @param scratch a folder for unfinished files
    SampleFiles(Buckets buckets, String location, Path scratch) {
        String[] place = location.substring("s3://".length()).split("/", 2);
        this.buckets = buckets;
        this.bucket = place[0];
        this.prefix = place[1];
        this.scratch = scratch;
    }

    /// Returns the values of the partitions that contain a file.
    Set<List<String>> partitions() {
        return partitions;
    }

    /// Begins a file.
    @Override
    public Batch open(Schema schema) {
        return new Output(schema);
    }

    /// A file that is being written.
    private final class Output implements Batch {
        private final Schema schema;
        private final Path file = scratch.resolve("file-" + opened++ + ".parquet");
        private @Nullable ParquetWriter<GenericRecord> writer;
        private Instant latest = Instant.MIN;
        private boolean complete;

        private Output(Schema schema) {
            this.schema = schema;
        }

        @Override
        public void write(GenericRecord row, Instant eventTime) throws IOException {
            if (writer == null) {
                writer = OfflineFiles.open(file, schema);
            }
            writer.write(row);
            latest = eventTime.isAfter(latest) ? eventTime : latest;
        }

        @Override
        public void complete() {
            complete = true;
        }

        @Override
        public void close() throws IOException {
            if (writer == null) {
                return;
            }
            try {
                writer.close();
                if (complete) {
                    put();
                }
            } finally {
                Files.deleteIfExists(file);
            }
        }

        private void put() throws IOException {
            List<String> partition = OfflineFiles.partition(latest);
            String key = prefix + "/" + OfflineFiles.folder(partition) + "/" + OfflineFiles.name(latest, random);
            try (InputStream in = Files.newInputStream(file)) {
                buckets.put(bucket, key, in, "application/octet-stream");
            }
            partitions.add(partition);
        }
    }
}
