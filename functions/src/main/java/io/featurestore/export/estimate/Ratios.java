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
import java.util.Objects;

import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * How many bytes of an output a byte of text becomes, by the kind of column. Measured: for each kind a table whose values
 * say little and one whose values say much (the Parquet files' own bytes for each byte of text tell which a column is
 * more like) went through the converters; {@code ratios.csv} has what came out, and RatiosTest how.
 */
final class Ratios {
    private static final String TABLE = "ratios.csv";
    private static final Map<Kind, Map<String, Line>> LINES = read();

    private Ratios() {}

    /** What the values of a column are. */
    enum Kind {
        BOOLEAN, INTEGER, FLOATING, TEXT, TIME, NESTED
    }

    /** Two measured points. */
    private record Line(double plainX, double plainY, double richX, double richY) {
        double at(double x) {
            double slope = (richY - plainY) / (richX - plainX);
            // Below the first point the output shrinks no further than its structure does.
            return x <= plainX ? plainY * (0.5 + 0.5 * x / plainX) : plainY + slope * (x - plainX);
        }
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
        Line line = Objects.requireNonNull(LINES.getOrDefault(kind, Map.of()).get(name(format, compression)),
                () -> TABLE + " has no " + kind + " " + name(format, compression));
        return text * line.at(stored / text);
    }

    static String name(Format format, Compression compression) {
        return (format.name() + " " + compression.name()).toLowerCase(Locale.ROOT);
    }

    private static Map<Kind, Map<String, Line>> read() {
        try (InputStream in = Objects.requireNonNull(Ratios.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<Kind, Map<String, Line>> all = new EnumMap<>(Kind.class);
            lines.lines().skip(1).map(l -> l.split(",")).forEach(f -> all.computeIfAbsent(Kind.valueOf(f[0].toUpperCase(
                    Locale.ROOT)), _ -> new HashMap<>()).put(f[1], new Line(Double.parseDouble(f[2]), Double
                            .parseDouble(f[3]), Double.parseDouble(f[4]), Double.parseDouble(f[5]))));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
