package io.featurestore.local.features;

import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/// Creates the files of an offline store, with the names that the service gives them
/// (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-offline.html). Those of the format Glue are Parquet with zstd
/// compression, and timestamps as `TIMESTAMP(MILLIS)` without a time zone.
public final class OfflineFiles {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    /// Bounds the memory of a writer, which holds one row group.
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private OfflineFiles() {}

    /// Returns the schema of a table's files.
    ///
    /// @param columns the table's data columns, in the catalog's types
    /// @throws IllegalArgumentException if a column has a type that is not supported
    public static Schema schema(List<Catalog.Column> columns) {
        return HiveTypes.schema(columns);
    }

    /// Opens a new file for rows with the schema that [#schema] returned.
    public static ParquetWriter<GenericRecord> open(Path file, Schema schema) throws IOException {
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        // Lists of three levels, as Athena writes them; the two-level form cannot hold a null element.
        configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        return AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withConf(configuration)
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    /// Returns the values of `year`, `month`, `day`, `hour` of an event time.
    public static List<String> partition(Instant eventTime) {
        ZonedDateTime time = eventTime.atZone(ZoneOffset.UTC);
        return List.of(
                String.format(Locale.ROOT, "%04d", time.getYear()),
                twoDigits(time.getMonthValue()),
                twoDigits(time.getDayOfMonth()),
                twoDigits(time.getHour()));
    }

    /// Returns the folder of a partition below a table's location.
    public static String folder(List<String> partition) {
        return "year=" + partition.get(0) + "/month=" + partition.get(1) + "/day=" + partition.get(2) + "/hour="
                + partition.get(3);
    }

    /// Returns the name of a file: its latest event time and 16 random characters.
    public static String name(Instant latestEventTime, RandomGenerator random) {
        return STAMP.format(latestEventTime.atZone(ZoneOffset.UTC)) + "_" + random(16, random) + ".parquet";
    }

    /// Returns the location of a new file of an Iceberg table, such as
    /// `s3://bucket/…/data/1f09a2c4/event_time_trunc=2022-11-09/20221109T215231Z_<16 random characters>.parquet`.
    ///
    /// @param dataLocation the location of all files of the offline store
    /// @param partition the folder of the file's partition; empty for a table without partitions
    /// @param written the time of writing
    public static String inTable(String dataLocation, String partition, Instant written, RandomGenerator random) {
        String hash = String.format(Locale.ROOT, "%08x", random.nextInt());
        return dataLocation + "/" + hash + "/" + (partition.isEmpty() ? "" : partition + "/") + name(written, random);
    }

    /// Returns random letters and digits.
    private static String random(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length())));
        }
        return text.toString();
    }

    private static String twoDigits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
