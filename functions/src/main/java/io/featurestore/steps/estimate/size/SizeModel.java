package io.featurestore.steps.estimate.size;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.estimate.footer.LeafSums.Kind;
import io.featurestore.steps.estimate.footer.LeafSums;

/**
 * How many bytes of an output a leaf becomes. Measured: columns of many kinds went through the converters, and
 * {@code measured-columns.csv} has for each what its footers said ({@link ColumnFeatures}) and what came out; the test SizeModelMeasurement
 * writes it. A leaf becomes what those measured columns became whose footers say most nearly the same.
 */
public final class SizeModel {
    private static final String TABLE = "measured-columns.csv";
    private static final int NEAREST = 8;
    /** A measured column that looks the same counts for no more than this. */
    private static final double SAME = 0.05;
    /** Of a slot's bytes: smaller ones count alike. */
    private static final double LITTLE = 0.01;
    /** With longer records the names of JSON match farther back, which takes gzip and zstd so many bytes more for each doubling. */
    private static final double FARTHER = 0.15;

    private record Point(double[] look, double[] bytes) {}

    private record Near(Point point, double distance) {}

    /**
     * An output.
     *
     * @param columns how many it has
     * @param ordered whether its records come in the order of the files
     */
    record Output(Format format, Compression compression, int columns, boolean ordered) {
        private boolean columnar() {
            return format == Format.PARQUET;
        }

        /** Returns how much of a difference in stored bytes stays; measured too, with the weights of {@link ColumnFeatures}. */
        private double stored() {
            return switch (format) {
                case CSV, JSON -> 0.7;
                case PARQUET -> switch (compression) {
                    case NONE -> 0;
                    case SNAPPY -> 0.9;
                    case GZIP, ZSTD, BZIP2 -> 0.7;
                };
            };
        }

        private boolean distant() {
            return format == Format.JSON && compression != Compression.BZIP2;
        }

        private String name() {
            return (format.name() + " " + compression.name() + (columnar() && !ordered ? " shuffled" : "")).toLowerCase(
                    Locale.ROOT);
        }
    }

    private final List<String> outputs;
    private final Map<Kind, List<Point>> points = new EnumMap<>(Kind.class);

    private SizeModel(List<String> lines) {
        List<String> head = List.of(lines.getFirst().split(","));
        int first = 1 + ColumnFeatures.NAMES.size();
        outputs = head.subList(first, head.size());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            double[] numbers = Arrays.stream(fields).skip(1).mapToDouble(Double::parseDouble).toArray();
            points.computeIfAbsent(Kind.valueOf(fields[0]), _ -> new ArrayList<>()).add(new Point(Arrays.copyOf(numbers,
                    first - 1), Arrays.copyOfRange(numbers, first - 1, numbers.length)));
        }
    }

    /** Reads what was measured. */
    public static SizeModel measured() {
        try (InputStream in = Objects.requireNonNull(SizeModel.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new SizeModel(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the output's bytes of a leaf, without what the output has once. */
    double bytes(LeafSums leaf, Output output) {
        int column = outputs.indexOf(output.name());
        if (column < 0) {
            throw new IllegalArgumentException(TABLE + " has no " + output.name());
        }
        double slots = leaf.bounds().rows();
        if (slots == 0) {
            return 0;
        }
        double[] look = ColumnFeatures.of(leaf, output.columns());
        boolean loose = leaf.loose() * 2 > leaf.compressed();
        double[] weights = ColumnFeatures.weights(output.columnar(), loose);
        List<Near> near = points.getOrDefault(leaf.kind(), List.of())
                .stream()
                .map(p -> new Near(p, ColumnFeatures.distance(look, p.look(), weights) + SAME))
                .sorted(Comparator.comparingDouble(Near::distance))
                .limit(NEAREST)
                .toList();
        double sum = 0;
        double weight = 0;
        double farther = 0;
        for (Near one : near) {
            double counts = Math.pow(one.distance(), output.columnar() ? -3 : -2);
            sum += counts * (log2(one.point().bytes()[column] + LITTLE) + ColumnFeatures.growth(look, one.point().look(), output
                    .columnar(), loose ? 0 : output.stored()));
            farther += counts * ColumnFeatures.farther(look, one.point().look());
            weight += counts;
        }
        double more = output.distant() ? FARTHER * farther / weight : 0;
        return slots * Math.max(0, Math.pow(2, sum / weight) - LITTLE + more);
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }
}
