package io.featurestore.records.parquet.read;

import io.featurestore.records.Fields;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A file in memory that counts what is read of it.
final class MemorySource implements RangeSource {
    private final byte[] bytes;
    private final List<Long> lengths = Collections.synchronizedList(new ArrayList<>());

    MemorySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "s3://bucket/file.parquet";
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        lengths.add(to - from);
        return new ByteArrayInputStream(bytes, Math.toIntExact(from), Math.toIntExact(to - from));
    }

    /// Returns the lengths of the ranges that were read.
    List<Long> lengths() {
        return List.copyOf(lengths);
    }

    /// Returns the text of all rows of all row groups; a null is NULL.
    static List<List<String>> rows(byte[] file, List<WantedColumn> columns, ReadSettings settings) throws IOException {
        ParquetFile parquet = ParquetFile.open(new MemorySource(file), file.length);
        List<List<String>> rows = new ArrayList<>();
        for (RowGroupInfo group : parquet.rowGroups()) {
            rows.addAll(rows(parquet, columns, group.index(), 0, group.rows(), settings));
        }
        return rows;
    }

    static List<List<String>> rows(byte[] file, List<WantedColumn> columns) throws IOException {
        return rows(file, columns, ReadSettings.DEFAULT);
    }

    static List<List<String>> rows(
            ParquetFile parquet, List<WantedColumn> columns, int group, long from, long to, ReadSettings settings)
            throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Fields fields = new Fields(columns.size());
        try (RowGroupReader reader = parquet.read(group, columns, from, to, settings)) {
            while (reader.next(fields)) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(fields.isNull(i) ? null : fields.text(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
