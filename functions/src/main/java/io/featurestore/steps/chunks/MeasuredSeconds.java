package io.featurestore.steps.chunks;

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

import io.featurestore.records.Compression;
import io.featurestore.records.Format;

/**
 * CPU seconds that converters take for a gigabyte of a query's result, as measured. {@code seconds.csv} is the one place
 * that has them: a row for every output, and for every format rows of what is added by the online-compatible transform
 * ({@code online}), by statistics ({@code statistics}), by values held against expectations ({@code expect}) and by an
 * identifier that must be unique ({@code unique}).
 *
 * <p>{@code benchmarks/run seconds} measures them all and writes the file; the test CostTableTest with
 * {@code -Dcost.write=true} then writes what {@code docs/cost.md} says of them, and nothing else is to be changed. Each row is
 * a process of its own, with the serial collector, that converts the seeded sample (12 columns, records of 236 bytes; numbers,
 * texts and times, with quotes, line ends and NULLs) four times with one thread; the faster of the last two counts. What is
 * added is the difference to the plain output with gzip, for Parquet with snappy; csv's own bytes are compressed without
 * being parsed, so for csv parsing is among it. The seconds are CPU's, of user and system, as other load disturbs those
 * least. On Lambda, 1,769 MB of memory give one such processor.
 */
final class MeasuredSeconds {
    static final double GIGABYTE = 1e9;
    /** What {@link Throughput#growth} says of the sample as JSON. */
    static final double SAMPLE_GROWTH = 1.8;
    private static final String TABLE = "seconds.csv";
    private static final Map<String, Double> SECONDS = read();

    private MeasuredSeconds() {}

    /** Returns the seconds of an output. */
    static double of(Format format, Compression compression) {
        return row(format.name() + " " + compression.name());
    }

    /** Returns the seconds that are added. */
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
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(fields -> seconds.put(fields[0], Double
                    .valueOf(fields[1])));
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
