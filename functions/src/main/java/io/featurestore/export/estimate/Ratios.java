package io.featurestore.export.estimate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * How many bytes of an output a byte of text, or of a Parquet column before compression, becomes, by the kind of column. Measured: for each kind, tables
 * whose values say little and tables whose values say much went through the converters; the bytes that the Parquet files
 * themselves spend on such a byte tell which of them a column is most like. {@code ratios.csv} has what came out, the
 * test RatiosMeasurement how.
 */
final class Ratios {
    private static final String TABLE = "ratios.csv";
    private static final Map<Data, Map<String, NavigableMap<Double, Double>>> POINTS = read();

    private Ratios() {}

    /** What the values of a column are. */
    enum Kind {
        BOOLEAN, INTEGER, FLOATING, TEXT, TIME, NESTED
    }

    /** Returns the output's bytes for a byte of text, between the measured points in proportion. */
    private static double at(NavigableMap<Double, Double> points, double stored) {
        Map.Entry<Double, Double> low = points.floorEntry(stored);
        Map.Entry<Double, Double> high = points.ceilingEntry(stored);
        if (low == null) {
            // What says less than anything measured still has its commas.
            return points.firstEntry().getValue() * (1 + stored / points.firstKey()) / 2;
        }
        if (high == null || high.getKey().equals(low.getKey())) {
            return low.getValue();
        }
        return low.getValue() + (high.getValue() - low.getValue()) * (stored - low.getKey()) / (high.getKey() - low
                .getKey());
    }

    /**
     * Values of one sort.
     *
     * @param kind what they are
     * @param dictionary whether the files keep them in a dictionary, as they do where values repeat
     */
    record Data(Kind kind, boolean dictionary) {}

    /** Returns the output's bytes of a column: Parquet's by its bytes before compression, others' by its bytes of text. */
    static double bytes(Data data, Format format, Compression compression, ColumnSums column) {
        double base = format == Format.PARQUET ? (double) column.uncompressed() : column.csv();
        if (base <= 0) {
            return 0;
        }
        NavigableMap<Double, Double> points = Objects.requireNonNull(
                POINTS.getOrDefault(data, POINTS.getOrDefault(new Data(data.kind(), !data.dictionary()), Map.of()))
                        .get(name(format, compression)),
                () -> TABLE + " has no " + data + " " + name(format, compression));
        return base * at(points, (double) column.compressed() / base);
    }

    private static Data data(String[] fields) {
        return new Data(Kind.valueOf(fields[0].toUpperCase(Locale.ROOT)), fields[1].equals("dictionary"));
    }

    static String name(Format format, Compression compression) {
        return (format.name() + " " + compression.name()).toLowerCase(Locale.ROOT);
    }

    private static Map<Data, Map<String, NavigableMap<Double, Double>>> read() {
        try (InputStream in = Objects.requireNonNull(Ratios.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<Data, Map<String, NavigableMap<Double, Double>>> all = new HashMap<>();
            lines.lines().skip(1).map(l -> l.split(",")).forEach(f -> all.computeIfAbsent(data(f), _ -> new HashMap<>())
                    .computeIfAbsent(f[2], _ -> new TreeMap<>())
                    .put(Double.valueOf(f[3]), Double.valueOf(f[4])));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
