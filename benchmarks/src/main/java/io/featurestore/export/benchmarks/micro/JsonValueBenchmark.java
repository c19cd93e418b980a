package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
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

/// Measures writing single values as JSON, with the checks of the export.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonValueBenchmark {
    private static final int VALUES = 10_000;

    /// The column of the sample whose values are written.
    @Param({"LAST_ORDER_ID", "BALANCE", "WRITE_TIME", "NOTE"})
    public SampleColumn column = SampleColumn.BALANCE;

    private List<Fields> values = List.of();
    private List<OutputColumn> columns = List.of();

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        columns = List.of(SampleColumn.planned().get(column.index()));
        values = SampleBytes.values(column, VALUES);
    }

    /// Writes every value and discards the result.
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void write() throws IOException {
        RecordWriter writer =
                new JsonLinesWriter(columns, JsonLinesWriter.Nulls.WRITE, OutputStream.nullOutputStream());
        for (Fields value : values) {
            writer.write(value);
        }
        writer.finish();
    }
}
