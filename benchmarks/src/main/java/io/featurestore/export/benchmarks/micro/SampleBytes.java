package io.featurestore.export.benchmarks.micro;

import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.records.Fields;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.CsvRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds some megabytes of the sample in memory.
final class SampleBytes {
    /// The approximate size in bytes, rounded to whole records. One byte is one operation of JMH.
    static final int BYTES = 8_000_000;

    private SampleBytes() {}

    /// Returns records without a header.
    static byte[] records() throws IOException {
        Path file = Files.createTempFile("sample", ".csv");
        try {
            SampleFile.make(file, BYTES, SampleFile.SEED);
            byte[] all = Files.readAllBytes(file);
            int header = 0;
            while (all[header] != '\n') {
                header++;
            }
            return java.util.Arrays.copyOfRange(all, header + 1, all.length);
        } finally {
            Files.delete(file);
        }
    }

    /// Returns the records' values, decoded.
    static List<Fields> decoded() throws IOException {
        byte[] csv = records();
        int columns = SampleColumn.values().length;
        CsvRecordReader reader = new CsvRecordReader(new ByteWindow(new ByteArrayInputStream(csv), 0), columns);
        List<Fields> records = new ArrayList<>();
        Fields record = new Fields(columns);
        while (reader.next(record)) {
            records.add(copy(record, columns));
        }
        return records;
    }

    /// Returns values of a column that are not NULL, each as a record with one column.
    static List<Fields> values(SampleColumn column, int count) throws IOException {
        List<Fields> values = decoded().stream()
                .filter(record -> !record.isNull(column.index()))
                .limit(count)
                .map(record -> single(record, column.index()))
                .toList();
        if (values.size() < count) {
            throw new IllegalStateException("the sample has only " + values.size() + " values of " + column.label());
        }
        return values;
    }

    private static Fields single(Fields record, int column) {
        Fields single = new Fields(1);
        single.buffer(record.bytes());
        single.set(0, record.start(column), record.length(column));
        return single;
    }

    private static Fields copy(Fields record, int columns) {
        int length = 0;
        for (int i = 0; i < columns; i++) {
            length += Math.max(0, record.length(i));
        }
        byte[] bytes = new byte[length];
        Fields copy = new Fields(columns);
        copy.buffer(bytes);
        int at = 0;
        for (int i = 0; i < columns; i++) {
            if (!record.isNull(i)) {
                System.arraycopy(record.bytes(), record.start(i), bytes, at, record.length(i));
                copy.set(i, at, record.length(i));
                at += record.length(i);
            }
        }
        return copy;
    }
}
