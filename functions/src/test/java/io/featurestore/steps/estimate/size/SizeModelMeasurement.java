package io.featurestore.steps.estimate.size;

import io.featurestore.records.Compression;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
import io.featurestore.records.parquet.ParquetRecordWriter;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.steps.estimate.footer.FooterFields;
import io.featurestore.steps.estimate.footer.LeafSums;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Writes `measured-columns.csv`. For each column of `columns.txt` it contains the features from the footers
/// of files that DuckDB wrote, and the bytes per slot of our converters' output in every format and
/// compression. For CSV and JSON these are the additional bytes of an output with the columns. For Parquet
/// they come from the output's footer, once for rows in the files' order and once for rows in another order.
/// Run it with `-Dsize.model.write=true` after a change of a converter.
class SizeModelMeasurement {
    private static final Path TABLE =
            Path.of("src/main/resources/io/featurestore/steps/estimate/size/measured-columns.csv");
    private static final List<String> ROWS =
            List.of("csv gzip", "csv bzip2", "csv zstd", "json gzip", "json bzip2", "json zstd");
    private static final List<String> COLUMNS = List.of(
            "parquet none",
            "parquet gzip",
            "parquet zstd",
            "parquet snappy",
            "parquet none shuffled",
            "parquet gzip shuffled",
            "parquet zstd shuffled",
            "parquet snappy shuffled");
    private static final List<String> NAMES = List.of(
            "age",
            "brand",
            "clicks",
            "device",
            "email_domain",
            "favourite",
            "gross_total",
            "height",
            "income_band",
            "joined",
            "kind",
            "last_seen",
            "margin",
            "net_value",
            "orders",
            "postal_area",
            "quantity",
            "rating",
            "segment",
            "tenure",
            "usage",
            "visits",
            "weight",
            "yearly_spend");

    /// Holds the codec and the number of files.
    private record Stored(String codec, int files) {}

    private record Shape(int columns, int rows, List<Stored> stored) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape(
                    3,
                    10_000,
                    List.of(
                            new Stored("snappy", 1),
                            new Stored("snappy", 3),
                            new Stored("snappy", 25),
                            new Stored("zstd", 1))),
            new Shape(1, 1_000, List.of(new Stored("snappy", 1), new Stored("snappy", 10))),
            new Shape(24, 600, List.of(new Stored("snappy", 1))));

    @Test
    @EnabledIfSystemProperty(named = "size.model.write", matches = "true")
    void measures() throws Exception {
        StringBuilder table = new StringBuilder("kind," + String.join(",", ColumnFeatures.NAMES) + ","
                + String.join(",", ROWS) + "," + String.join(",", COLUMNS) + "\n");
        for (String line :
                Files.readAllLines(Path.of("src/test/resources/io/featurestore/steps/estimate/size/columns.txt"))) {
            String[] column = line.split("(?<!\\|)\\|(?!\\|)");
            for (Shape shape : line.startsWith("#") ? List.<Shape>of() : SHAPES) {
                try (MeasuredColumns columns =
                        new MeasuredColumns(column[0], column[1], shape.columns(), shape.rows())) {
                    measure(columns, shape, table);
                }
            }
        }
        Files.writeString(TABLE, table);
    }

    private static void measure(MeasuredColumns columns, Shape shape, StringBuilder table) throws Exception {
        byte[] around = columns.csv(MeasuredColumns.others());
        byte[] whole = columns.csv(columns.amongOthers(NAMES));
        byte[] alone = columns.csv(columns.alone(NAMES));
        byte[] shuffled = columns.shuffledCsv(columns.alone(NAMES));
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (String output : ROWS) {
            bytes.put(
                    output,
                    convert(output, whole, columns.amongOthers(NAMES)).length
                            - (long) convert(output, around, MeasuredColumns.others()).length);
        }
        for (String output : COLUMNS) {
            bytes.put(
                    output,
                    columnBytes(convert(output, output.endsWith("shuffled") ? shuffled : alone, columns.alone(NAMES))));
        }
        for (Stored stored : shape.stored()) {
            List<LeafSums> leaves = columns.footers(stored.files(), stored.codec());
            double slots = leaves.stream().mapToDouble(l -> l.bounds().rows()).sum();
            int among = shape.columns() + MeasuredColumns.others().size();
            double[] features = leaves.stream()
                    .map(l -> ColumnFeatures.of(l, among))
                    .reduce(SizeModelMeasurement::sum)
                    .orElseThrow();
            table.append(leaves.getFirst().kind())
                    .append(numbers(
                            Arrays.stream(features).map(n -> n / leaves.size()).toArray(), 3))
                    .append(numbers(
                            bytes.values().stream().mapToDouble(b -> b / slots).toArray(), 4))
                    .append('\n');
        }
    }

    private static double[] sum(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] + other[i])
                .toArray();
    }

    private static String numbers(double[] numbers, int decimals) {
        return Arrays.stream(numbers)
                .mapToObj(n -> String.format(Locale.ROOT, ",%." + decimals + "f", n))
                .collect(Collectors.joining());
    }

    private static byte[] convert(String output, byte[] csv, List<OutputColumn> columns) throws Exception {
        String[] form = output.split(" ");
        Compression compression = Compression.valueOf(form[1].toUpperCase(Locale.ROOT));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (form[0].equals("csv")) {
            try (OutputStream compressed = Compressors.open(compression, out)) {
                compressed.write(CsvRecordWriter.header(
                        columns.stream().map(OutputColumn::outputName).toList()));
                compressed.write(csv);
            }
            return out.toByteArray();
        }
        RecordWriter writer = form[0].equals("json")
                ? new JsonLinesWriter(columns, JsonLinesWriter.Nulls.WRITE, Compressors.open(compression, out))
                : new ParquetRecordWriter(columns, compression, out);
        CsvRecordReader reader = new CsvRecordReader(new ByteWindow(new ByteArrayInputStream(csv), 0), columns.size());
        Fields record = new Fields(columns.size());
        while (reader.next(record)) {
            writer.write(record);
        }
        writer.finish();
        return out.toByteArray();
    }

    private static long columnBytes(byte[] parquet) throws IOException, NotParquetException {
        InMemoryObjectStore store = new InMemoryObjectStore();
        FileMetaData footer = FooterReader.read(
                store,
                store.put(
                        S3Uri.parse("s3://exports/output.parquet"),
                        parquet,
                        "application/octet-stream",
                        Map.of(),
                        IfExists.REPLACE));
        long bytes = 0;
        for (var group : FooterFields.rowGroups(footer)) {
            for (int i = 0; i < group.getColumnsSize(); i++) {
                bytes += FooterFields.chunk(group, i).getTotal_compressed_size();
            }
        }
        return bytes;
    }
}
