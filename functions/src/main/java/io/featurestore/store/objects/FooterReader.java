package io.featurestore.store.objects;

import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/// Reads the footer of a Parquet file. Only the last bytes of the file are read.
public final class FooterReader {
    private FooterReader() {}

    /// Loads the classes that read a footer, before a snapshot is taken. Writes and reads a footer of one
    /// column in memory.
    public static void prepare() {
        ColumnMetaData column = new ColumnMetaData(
                        Type.INT64,
                        List.of(Encoding.PLAIN),
                        List.of("id"),
                        CompressionCodec.SNAPPY,
                        1,
                        1,
                        1,
                        ParquetFooter.MAGIC_BYTES)
                .setStatistics(new Statistics());
        RowGroup rows = new RowGroup(List.of(new ColumnChunk(0).setMeta_data(column)), 1, 1);
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(new FileMetaData(1, List.of(new SchemaElement("schema")), 1, List.of(rows)), footer);
            Util.readFileMetaData(new ByteArrayInputStream(footer.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the footer of exactly this version of an object.
    ///
    /// @throws NotParquetException if it is not a complete Parquet file
    /// @throws io.featurestore.failure.Failure for faults of S3
    public static FileMetaData read(ObjectStore store, ObjectRef file) throws NotParquetException {
        try {
            return ParquetFooter.read(
                    new RangeSource() {
                        @Override
                        public String name() {
                            return file.uri().toString();
                        }

                        @Override
                        public InputStream open(long from, long to) {
                            byte[] bytes = new byte[Math.toIntExact(to - from)];
                            Ranges.read(store, file, from, to, bytes, 0);
                            return new ByteArrayInputStream(bytes);
                        }
                    },
                    file.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
