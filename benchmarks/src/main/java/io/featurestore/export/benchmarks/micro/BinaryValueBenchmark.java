package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Fields;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.TimeText;
import java.io.IOException;
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
import org.openjdk.jmh.infra.Blackhole;

/// Measures parsing of numbers and timestamps to their binary form for Parquet.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BinaryValueBenchmark {
    private static final int VALUES = 10_000;

    /// The column of the sample whose values are parsed.
    @Param({"LAST_ORDER_ID", "BALANCE", "WRITE_TIME"})
    public SampleColumn column = SampleColumn.BALANCE;

    private List<Fields> values = List.of();

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        values = SampleBytes.values(column, VALUES);
    }

    /// Parses every value.
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void read(Blackhole sink) {
        TimeText time = new TimeText();
        for (Fields value : values) {
            byte[] bytes = value.bytes();
            int start = value.start(0);
            int length = value.length(0);
            switch (column) {
                case LAST_ORDER_ID ->
                    sink.consume(NumberText.integer(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE));
                case BALANCE -> sink.consume(NumberText.binary64(bytes, start, length));
                case WRITE_TIME -> {
                    time.read(bytes, start, length, TimeText.Zone.NONE);
                    sink.consume(time.epochSecond());
                }
                default -> throw new IllegalStateException(column + " has no binary form");
            }
        }
    }
}
