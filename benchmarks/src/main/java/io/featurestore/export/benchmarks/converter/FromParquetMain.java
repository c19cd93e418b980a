package io.featurestore.export.benchmarks.converter;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.records.Fields;
import io.featurestore.records.Format;
import io.featurestore.records.RecordWriter;
import io.featurestore.records.compression.Compressors;
import io.featurestore.records.csv.CsvRecordWriter;
import io.featurestore.records.json.JsonLinesWriter;
import io.featurestore.records.parquet.read.ParquetFile;
import io.featurestore.records.parquet.read.RowGroupInfo;
import io.featurestore.records.parquet.read.RowGroupReader;
import io.featurestore.records.parquet.read.WantedColumn;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Converts a Parquet file of the sample with this project's reader and writers, in one thread. The arguments
/// are the file, then pairs of an output and its file.
public final class FromParquetMain {
    private FromParquetMain() {}

    /// Writes the outputs.
    public static void main(String[] args) throws IOException {
        for (int i = 1; i < args.length; i += 2) {
            convert(Path.of(args[0]), ComparedOutput.of(args[i]), Path.of(args[i + 1]));
        }
    }

    private static void convert(Path file, ComparedOutput output, Path target) throws IOException {
        List<WantedColumn> columns = Arrays.stream(SampleColumn.values())
                .map(column -> new WantedColumn(column.label(), column.type()))
                .toList();
        Fields fields = new Fields(columns.size());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            RecordWriter writer = writer(output.format(), Compressors.open(output.compression(), out));
            ParquetFile parquet = ParquetFile.open(new LocalSource(file), Files.size(file));
            for (RowGroupInfo group : parquet.rowGroups()) {
                try (RowGroupReader reader = parquet.read(group.index(), columns)) {
                    while (reader.next(fields)) {
                        writer.write(fields);
                    }
                }
            }
            writer.finish();
        }
    }

    private static RecordWriter writer(Format format, OutputStream out) throws IOException {
        return switch (format) {
            case CSV -> {
                out.write(CsvRecordWriter.header(Arrays.stream(SampleColumn.values())
                        .map(SampleColumn::label)
                        .toList()));
                yield new CsvRecordWriter(out);
            }
            case JSON -> new JsonLinesWriter(SampleColumn.planned(), JsonLinesWriter.Nulls.WRITE, out);
            case PARQUET -> throw new IllegalArgumentException("parquet is the input");
        };
    }

    /// Reads ranges of a local file.
    private record LocalSource(Path file) implements RangeSource {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            FileChannel channel = FileChannel.open(file);
            channel.position(from);
            return Channels.newInputStream(channel);
        }
    }
}
