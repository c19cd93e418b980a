package io.featurestore.export.benchmarks.peers;

import com.github.luben.zstd.ZstdOutputStream;
import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Format;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/// Converts a file with common Java libraries in one thread. Commons CSV reads; Commons CSV, Jackson or
/// parquet-mr's AvroParquetWriter writes. The arguments are the file, the output's file and the output.
public final class LibrariesMain {
    /// Reads an unquoted empty value as NULL and a quoted one as the empty string.
    static final CSVFormat ATHENA = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .setNullString("")
            .get();

    private LibrariesMain() {}

    /// Writes the output. A fourth argument is the size of the row groups of Parquet.
    public static void main(String[] args) throws IOException {
        ComparedOutput output = ComparedOutput.of(args[2]);
        Path target = Path.of(args[1]);
        CSVFormat withHeader =
                ATHENA.builder().setHeader().setSkipHeaderRecord(true).get();
        try (Reader in = Files.newBufferedReader(Path.of(args[0]));
                CSVParser records =
                        CSVParser.builder().setReader(in).setFormat(withHeader).get();
                LibraryWriter writer = args.length > 3
                        ? new AvroParquet(target, output.compression(), Long.parseLong(args[3]))
                        : writer(output, target)) {
            for (CSVRecord csv : records) {
                writer.write(csv);
            }
        }
    }

    private static LibraryWriter writer(ComparedOutput output, Path target) throws IOException {
        if (output.format() == Format.PARQUET) {
            return new AvroParquet(target, output.compression());
        }
        OutputStream out = compressed(output, new BufferedOutputStream(Files.newOutputStream(target), 1 << 16));
        return output.format() == Format.CSV ? new CommonsCsv(out) : new JacksonJson(out, output.online());
    }

    private static OutputStream compressed(ComparedOutput output, OutputStream out) throws IOException {
        return switch (output.compression()) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, 1 << 16);
            case ZSTD -> new ZstdOutputStream(out);
            case BZIP2, SNAPPY -> throw new IllegalArgumentException(output + " is not among the outputs");
        };
    }

    /// Returns the columns' names.
    static String[] names() {
        return java.util.Arrays.stream(SampleColumn.values())
                .map(SampleColumn::label)
                .toArray(String[]::new);
    }
}
