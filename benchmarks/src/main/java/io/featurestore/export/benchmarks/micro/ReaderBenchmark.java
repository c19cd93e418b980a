package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Fields;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.QuoteSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Measures finding records and their values.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReaderBenchmark {
    private byte[] csv = {};

    /// Makes the sample.
    @Setup
    public void sample() throws IOException {
        csv = SampleBytes.records();
    }

    /// Counts the quotes, as the converter does over all bytes of a chunk to prove where its records begin.
    @Benchmark
    @OperationsPerInvocation(SampleBytes.BYTES)
    public int scan() {
        return QuoteSearch.countQuotes(csv, 0, csv.length);
    }

    /// Reads every record into its unquoted values.
    @Benchmark
    @OperationsPerInvocation(SampleBytes.BYTES)
    public long decode() throws IOException {
        // The reader unquotes values in place, in its own window.
        CsvRecordReader reader =
                new CsvRecordReader(new ByteWindow(new ByteArrayInputStream(csv), 0), SampleColumn.values().length);
        Fields record = new Fields(SampleColumn.values().length);
        long sum = 0;
        while (reader.next(record)) {
            sum += record.start(0);
        }
        return sum;
    }
}
