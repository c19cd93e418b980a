package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
import io.featurestore.records.parquet.ParquetRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Measures writing of decoded records.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WriterBenchmark {
    /// Lists the formats.
    public enum Written {
        CSV,
        JSON,
        PARQUET_SNAPPY,
        PARQUET_ZSTD
    }

    /// The format to write.
    @Param
    public Written format = Written.CSV;

    private List<Fields> records = List.of();

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        records = SampleBytes.decoded();
    }

    /// Writes every record and discards the result.
    @Benchmark
    @OperationsPerInvocation(SampleBytes.BYTES)
    public void write() throws IOException {
        RecordWriter writer = writer(OutputStream.nullOutputStream());
        for (Fields record : records) {
            writer.write(record);
        }
        writer.finish();
    }

    private RecordWriter writer(OutputStream out) throws IOException {
        return switch (format) {
            case CSV -> new CsvRecordWriter(out);
            case JSON -> new JsonLinesWriter(SampleColumn.planned(), JsonLinesWriter.Nulls.WRITE, out);
            case PARQUET_SNAPPY -> new ParquetRecordWriter(SampleColumn.planned(), Compression.SNAPPY, out);
            case PARQUET_ZSTD -> new ParquetRecordWriter(SampleColumn.planned(), Compression.ZSTD, out);
        };
    }
}
