package io.featurestore.export.estimate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * How many bytes of an output a byte of text becomes, by the kind of column. Measured: for each kind, tables
 * whose values say little and tables whose values say much went through the converters; the bytes that the Parquet files
 * themselves spend on a byte of text tell which of them a column is most like. {@code ratios.csv} has what came out, the
 * test RatiosMeasurement how.
 */
final class Ratios {
    private static final String TABLE = "ratios.csv";
    private static final Map<Kind, Map<String, NavigableMap<Double, Double>>> POINTS = read();

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
     * Returns the output's bytes.
     *
     * @param stored bytes of the column in the table's files
     * @param text bytes of its values as text
     */
    static double bytes(Kind kind, Format format, Compression compression, double stored, double text) {
        if (text <= 0) {
            return 0;
        }
        NavigableMap<Double, Double> points = Objects.requireNonNull(
                POINTS.getOrDefault(kind, Map.of()).get(name(format, compression)),
                () -> TABLE + " has no " + kind + " " + name(format, compression));
        return text * at(points, stored / text);
    }

    static String name(Format format, Compression compression) {
        return (format.name() + " " + compression.name()).toLowerCase(Locale.ROOT);
    }

    private static Map<Kind, Map<String, NavigableMap<Double, Double>>> read() {
        try (InputStream in = Objects.requireNonNull(Ratios.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<Kind, Map<String, NavigableMap<Double, Double>>> all = new EnumMap<>(Kind.class);
            lines.lines().skip(1).map(l -> l.split(",")).forEach(f -> all.computeIfAbsent(Kind.valueOf(f[0].toUpperCase(
                    Locale.ROOT)), _ -> new HashMap<>())
                    .computeIfAbsent(f[1], _ -> new TreeMap<>())
                    .put(Double.valueOf(f[2]), Double.valueOf(f[3])));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
