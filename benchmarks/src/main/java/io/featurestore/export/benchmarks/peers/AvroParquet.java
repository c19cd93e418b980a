package io.featurestore.export.benchmarks.peers;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.csv.CSVRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/// Writes Parquet with parquet-mr's Avro binding, as its documentation shows.
final class AvroParquet implements LibraryWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final Schema SCHEMA = schema();

    private final ParquetWriter<GenericRecord> writer;

    AvroParquet(Path target, Compression compression) throws IOException {
        this(target, compression, ParquetWriter.DEFAULT_BLOCK_SIZE);
    }

    /// Creates a writer.
    ///
    /// @param rowGroupBytes the size of row groups
    AvroParquet(Path target, Compression compression, long rowGroupBytes) throws IOException {
        writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(target))
                .withConf(new PlainParquetConfiguration())
                .withSchema(SCHEMA)
                .withRowGroupSize(rowGroupBytes)
                .withCompressionCodec(CompressionCodecName.valueOf(compression.name()))
                .build();
    }

    private static Schema schema() {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("customer").fields();
        for (SampleColumn column : SampleColumn.values()) {
            Schema type = type(column.type());
            fields = fields.name(column.label())
                    .type(Schema.createUnion(Schema.create(Schema.Type.NULL), type))
                    .noDefault();
        }
        return fields.endRecord();
    }

    private static Schema type(ColumnType type) {
        if (type == ColumnType.Simple.BIGINT) {
            return Schema.create(Schema.Type.LONG);
        }
        if (type == ColumnType.Simple.DOUBLE) {
            return Schema.create(Schema.Type.DOUBLE);
        }
        if (type == ColumnType.Simple.BOOLEAN) {
            return Schema.create(Schema.Type.BOOLEAN);
        }
        return type instanceof ColumnType.Timestamp
                ? LogicalTypes.localTimestampMillis().addToSchema(Schema.create(Schema.Type.LONG))
                : Schema.create(Schema.Type.STRING);
    }

    @Override
    public void write(CSVRecord csv) throws IOException {
        GenericData.Record avro = new GenericData.Record(SCHEMA);
        for (SampleColumn column : SampleColumn.values()) {
            String value = csv.get(column.index());
            if (value != null) {
                avro.put(column.label(), value(column.type(), value));
            }
        }
        writer.write(avro);
    }

    private static Object value(ColumnType type, String value) {
        if (type == ColumnType.Simple.BIGINT) {
            return Long.parseLong(value);
        }
        if (type == ColumnType.Simple.DOUBLE) {
            return Double.parseDouble(value);
        }
        if (type == ColumnType.Simple.BOOLEAN) {
            return Boolean.parseBoolean(value);
        }
        return type instanceof ColumnType.Timestamp
                ? LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC).toEpochMilli()
                : value;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
