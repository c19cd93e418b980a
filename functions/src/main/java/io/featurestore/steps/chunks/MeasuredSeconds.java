package io.featurestore.steps.chunks;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Holds the measured CPU seconds that converters take per gigabyte of a query's result. They are stored only in
/// {@code seconds.csv}. It has a row for every output and, for every format, rows for the seconds added by the
/// online-compatible transform (`online`), by statistics (`statistics`), by checks of expectations
/// ({@code expect}) and by the check of uniqueness (`unique`).
///
/// `benchmarks/run seconds` measures all of them and writes the file. The test CostTableTest with
/// {@code -Dcost.write=true} then writes the table in `docs/cost.md`. Nothing else needs to be changed. Each row
/// is measured in its own process with the serial collector. The process converts the seeded sample (12 columns,
/// records of 236 bytes; numbers, texts and times, with quotes, line ends and NULLs) four times with one thread;
/// the faster of the last two runs counts. Added seconds are the difference to the plain output with gzip, or
/// with snappy for Parquet. Plain csv is compressed without being parsed, so for csv the added seconds include
/// parsing. All seconds are CPU time, user plus system, which other load disturbs least. On Lambda, 1,769 MB of
/// memory give one such processor.
final class MeasuredSeconds {
    static final double GIGABYTE = 1e9;
    /// The value of [Throughput#growth] for the sample as JSON.
    static final double SAMPLE_GROWTH = 1.8;
    private static final String TABLE = "seconds.csv";
    private static final Map<String, Double> SECONDS = read();

    private MeasuredSeconds() {}

    /// Returns the seconds of an output without additions.
    static double of(Format format, Compression compression) {
        return row(format.name() + " " + compression.name());
    }

    /// Returns the seconds that an addition takes for a format.
    static double of(String addition, Format format) {
        return row(addition + " " + format.name());
    }

    private static double row(String name) {
        String row = name.toLowerCase(Locale.ROOT);
        return Objects.requireNonNull(SECONDS.get(row), () -> TABLE + " has no " + row);
    }

    private static Map<String, Double> read() {
        try (InputStream in = Objects.requireNonNull(MeasuredSeconds.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Double> seconds = new HashMap<>();
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(fields -> seconds.put(fields[0], Double.valueOf(fields[1])));
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
