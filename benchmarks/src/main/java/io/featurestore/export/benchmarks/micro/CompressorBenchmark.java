package io.featurestore.export.benchmarks.micro;

import io.featurestore.records.Compression;
import io.featurestore.records.compression.Compressors;
import java.io.IOException;
import java.io.OutputStream;
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

/// Measures compression of CSV.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompressorBenchmark {
    private static final int STEP = 64 << 10;

    /// The compression.
    @Param({"GZIP", "ZSTD", "BZIP2"})
    public Compression compression = Compression.GZIP;

    private byte[] csv = {};

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        csv = SampleBytes.records();
    }

    /// Compresses the sample and discards the result.
    @Benchmark
    @OperationsPerInvocation(SampleBytes.BYTES)
    public void compress() throws IOException {
        try (OutputStream out = Compressors.open(compression, OutputStream.nullOutputStream())) {
            for (int at = 0; at < csv.length; at += STEP) {
                out.write(csv, at, Math.min(STEP, csv.length - at));
            }
        }
    }
}
