package io.featurestore.steps.assemble;

import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.Transient;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.UnfitSchemaException;
import io.featurestore.records.parquet.CarriedSchema;
import io.featurestore.records.parquet.ParquetRecordWriter;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.format.FileMetaData;

/// Merges Parquet files into one without decoding a page. The row groups of all parts follow one another
/// unchanged, and one footer has their new positions.
///
/// The file is [#magic], then the bytes of every [Piece] in order, then [Assembled#footer]. The statistics of
/// row groups are kept. Page indexes and bloom filters are left out of the bytes and of the footer, because
/// an offset index holds positions in its file and cannot be copied unchanged.
public final class ParquetAssembly {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private ParquetAssembly() {}

    /// A range of bytes of a part that becomes a range of the file.
    ///
    /// @param part the part
    /// @param start the first byte
    /// @param end past the last byte
    public record Piece(ObjectRef part, long start, long end) {
        /// Refuses an empty range, or one that is not within the part.
        public Piece {
            if (start < 0 || end <= start || end > part.size()) {
                throw new IllegalArgumentException("bytes " + start + " to " + end + " of " + part);
            }
        }

        /// Returns the number of bytes.
        public long length() {
            return end - start;
        }
    }

    /// Holds the content of the file after its [#magic].
    ///
    /// @param pieces the row groups; parts without records have none
    /// @param footer the rest of the file, in blocks that must not be modified
    public record Assembled(List<Piece> pieces, List<byte[]> footer) {
        /// Makes the lists immutable.
        public Assembled {
            pieces = List.copyOf(pieces);
            footer = List.copyOf(footer);
        }

        /// Returns the size of the whole file in bytes.
        public long size() {
            return MAGIC.length
                    + pieces.stream().mapToLong(Piece::length).sum()
                    + footer.stream().mapToLong(block -> block.length).sum();
        }
    }

    /// Returns the four bytes that every Parquet file begins and ends with.
    public static byte[] magic() {
        return MAGIC.clone();
    }

    /// Reads the parts' footers and merges them. Schema, key-value metadata and the writer's name are those
    /// of the first part. Memory holds the merged footer, and a few of the parts' footers at a time.
    ///
    /// @param store the store of the parts
    /// @param parts complete Parquet files with the same schema, in the order of their records; at least one
    /// @throws Internal if a part is not a complete Parquet file, its schema differs from that of the first
    ///     part, or the merged footer is too large for memory
    /// @throws Transient if reading a footer broke off
    public static Assembled of(ObjectStore store, List<ObjectRef> parts) {
        return of(store, parts, UnaryFooter.UNCHANGED);
    }

    /// Merges the files of an engine as [#of(ObjectStore,List)] does. Names and annotations are those of an
    /// output.
    ///
    /// @param columns the columns of the output, which are flat
    /// @throws Internal as [#of(ObjectStore,List)], and if a file has other columns
    public static Assembled carried(ObjectStore store, List<ObjectRef> files, List<OutputColumn> columns) {
        CarriedSchema schema = new CarriedSchema(columns);
        return of(store, files, (file, footer) -> {
            try {
                return schema.applied(file.uri().toString(), footer);
            } catch (UnfitSchemaException e) {
                throw new Internal(e.getMessage(), e);
            }
        });
    }

    /// Changes a part's footer before it is merged.
    private interface UnaryFooter {
        UnaryFooter UNCHANGED = (_, footer) -> footer;

        FileMetaData apply(ObjectRef part, FileMetaData footer);
    }

    private static Assembled of(ObjectStore store, List<ObjectRef> parts, UnaryFooter change) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no parts");
        }
        Iterator<FileMetaData> footers = new ParquetFooters(store).inOrder(parts);
        FileMetaData footer = change.apply(parts.getFirst(), footers.next());
        MergedFooter merged = new MergedFooter(parts.getFirst(), footer);
        List<Piece> pieces = new ArrayList<>();
        long position = MAGIC.length;
        for (int i = 0; i < parts.size(); i++) {
            ObjectRef part = parts.get(i);
            footer = i == 0 ? footer : change.apply(part, footers.next());
            merged.checkSchema(part, footer);
            ParquetRowGroups groups = ParquetRowGroups.of(part, footer);
            if (!groups.isEmpty()) {
                Piece piece = groups.piece();
                merged.add(groups.movedTo(position));
                pieces.add(piece);
                position += piece.length();
            }
        }
        return new Assembled(pieces, merged.blocks());
    }

    /// Returns a complete Parquet file without records.
    ///
    /// @param columns its columns; at least one
    /// @param compression none, gzip, zstd or snappy
    /// @throws InvalidRequest if a Parquet file cannot hold these columns
    public static byte[] empty(List<OutputColumn> columns, Compression compression) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            new ParquetRecordWriter(columns, compression, file).finish();
        } catch (UnfitSchemaException e) {
            throw new InvalidRequest(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
