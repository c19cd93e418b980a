package io.featurestore.steps.estimate.size;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.estimate.footer.LeafSums;
import io.featurestore.steps.estimate.footer.LeafSums.Kind;
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

/// Predicts a column's output size by k-nearest-neighbour regression (k = {@value #NEIGHBOURS}) over measured
/// columns. The package's description explains the model.
public final class SizeModel {
    private static final String TABLE = "measured-columns.csv";
    private static final int NEIGHBOURS = 8;
    /// Added to each distance, so that an identical measured column gets a finite weight.
    private static final double MIN_DISTANCE = 0.05;
    /// Bytes per slot that are added before the logarithm, so that very small sizes stay comparable.
    private static final double SMALL_SIZE = 0.01;
    /// Bytes per slot that gzip and zstd add to JSON for each doubling of the number of columns: a field's name
    /// then repeats at a greater distance.
    private static final double BYTES_PER_DOUBLING = 0.15;

    private record Measured(double[] features, double[] bytesPerSlot) {}

    private record Neighbour(Measured column, double distance) {}

    /// Describes an output.
    ///
    /// @param columns number of its columns
    /// @param ordered whether its records are in the order of the table's files
    record Output(Format format, Compression compression, int columns, boolean ordered) {
        private boolean columnar() {
            return format == Format.PARQUET;
        }

        /// Returns the weight of the stored size in the correction, chosen with the weights of [ColumnFeatures]
        /// by the errors on real exports.
        private double storedShare() {
            return switch (format) {
                case CSV, JSON -> 0.7;
                case PARQUET ->
                    switch (compression) {
                        case NONE -> 0;
                        case SNAPPY -> 0.9;
                        case GZIP, ZSTD, BZIP2 -> 0.7;
                    };
            };
        }

        private boolean growsWithColumns() {
            return format == Format.JSON && compression != Compression.BZIP2;
        }

        private String name() {
            return (format.name() + " " + compression.name() + (columnar() && !ordered ? " shuffled" : ""))
                    .toLowerCase(Locale.ROOT);
        }
    }

    private final List<String> outputs;
    private final Map<Kind, List<Measured>> columns = new EnumMap<>(Kind.class);

    private SizeModel(List<String> lines) {
        List<String> head = List.of(lines.getFirst().split(","));
        int first = 1 + ColumnFeatures.NAMES.size();
        outputs = head.subList(first, head.size());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            double[] numbers = Arrays.stream(fields)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            columns.computeIfAbsent(Kind.valueOf(fields[0]), _ -> new ArrayList<>())
                    .add(new Measured(
                            Arrays.copyOf(numbers, first - 1), Arrays.copyOfRange(numbers, first - 1, numbers.length)));
        }
    }

    /// Reads the measured columns from the class path.
    public static SizeModel measured() {
        try (InputStream in = Objects.requireNonNull(SizeModel.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new SizeModel(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the predicted number of bytes that a leaf column takes in the output, without parts that the
    /// output has only once, such as a header.
    ///
    /// @throws IllegalArgumentException if no column was measured for this kind of output
    double bytes(LeafSums leaf, Output output) {
        int measure = outputs.indexOf(output.name());
        if (measure < 0) {
            throw new IllegalArgumentException(TABLE + " has no " + output.name());
        }
        double slots = leaf.bounds().rows();
        if (slots == 0) {
            return 0;
        }
        double[] features = ColumnFeatures.of(leaf, output.columns());
        boolean uncompressed = leaf.loose() * 2 > leaf.compressed();
        double[] weights = ColumnFeatures.weights(output.columnar(), uncompressed);
        List<Neighbour> neighbours = columns.getOrDefault(leaf.kind(), List.of()).stream()
                .map(c -> new Neighbour(c, ColumnFeatures.distance(features, c.features(), weights) + MIN_DISTANCE))
                .sorted(Comparator.comparingDouble(Neighbour::distance))
                .limit(NEIGHBOURS)
                .toList();
        double sum = 0;
        double weight = 0;
        double doublings = 0;
        for (Neighbour one : neighbours) {
            double counts = Math.pow(one.distance(), output.columnar() ? -3 : -2);
            sum += counts
                    * (log2(one.column().bytesPerSlot()[measure] + SMALL_SIZE)
                            + ColumnFeatures.growth(
                                    features,
                                    one.column().features(),
                                    output.columnar(),
                                    uncompressed ? 0 : output.storedShare()));
            doublings += counts
                    * ColumnFeatures.columnDoublings(features, one.column().features());
            weight += counts;
        }
        double more = output.growsWithColumns() ? BYTES_PER_DOUBLING * doublings / weight : 0;
        return slots * Math.max(0, Math.pow(2, sum / weight) - SMALL_SIZE + more);
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }
}
