package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.converter.OneChunk;
import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.steps.chunks.ChunkReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Measures the conversion of a whole chunk: one call of the converter, without S3.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkBenchmark {
    /// The output of the conversion.
    @Param
    public ComparedOutput output = ComparedOutput.CSV;

    private @Nullable OneChunk chunk;
    private @Nullable Path folder;

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        Path made = Files.createTempDirectory("chunk");
        folder = made;
        chunk = OneChunk.of(
                SampleFile.make(made.resolve("sample.csv"), SampleBytes.BYTES, SampleFile.SEED),
                made.resolve("work"),
                output);
    }

    /// Converts the chunk.
    @Benchmark
    @OperationsPerInvocation(SampleBytes.BYTES)
    public ChunkReport convert() {
        return java.util.Objects.requireNonNull(chunk).convert();
    }

    /// Deletes all files.
    @TearDown
    public void delete() throws IOException {
        io.featurestore.export.benchmarks.run.Folders.delete(java.util.Objects.requireNonNull(folder));
    }
}
