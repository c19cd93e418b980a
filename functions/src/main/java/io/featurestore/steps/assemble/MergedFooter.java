package io.featurestore.steps.assemble;

import io.featurestore.failure.Internal;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.ObjectRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/// Builds the footer of a file from the footers of its parts. As objects, the row groups of thousands of parts
/// would take ten times the memory of their bytes. They are therefore kept as bytes, and are objects only while
/// they are written.
final class MergedFooter {
    private final ObjectRef first;
    private final FileMetaData metadata;
    /// The row groups per part, each serialized as a footer that has nothing else.
    private final List<byte[]> groups = new ArrayList<>();
    private int count;
    private long bytes;

    /// Creates a footer with everything of the given one except its row groups and record count.
    MergedFooter(ObjectRef first, FileMetaData footer) {
        this.first = first;
        metadata = footer.deepCopy();
        metadata.setRow_groups(new ArrayList<>());
        metadata.setNum_rows(0);
    }

    void checkSchema(ObjectRef part, FileMetaData footer) {
        if (!Objects.equals(footer.getSchema(), metadata.getSchema())
                || !Objects.equals(footer.getColumn_orders(), metadata.getColumn_orders())) {
            throw new Internal("The Parquet parts " + first.uri() + " and " + part.uri()
                    + " differ in their schema and cannot be one file.");
        }
    }

    /// Adds the row groups of the next part, with their positions in the merged file.
    void add(List<RowGroup> moved) {
        long rows = moved.stream().mapToLong(RowGroup::getNum_rows).sum();
        metadata.setNum_rows(Math.addExact(metadata.getNum_rows(), rows));
        ByteArrayOutputStream serialized = new ByteArrayOutputStream();
        write(new FileMetaData(metadata.getVersion(), List.of(), rows, moved), serialized);
        groups.add(serialized.toByteArray());
        count += moved.size();
        bytes += serialized.size();
        if (bytes > Limits.MAX_FOOTER) {
            throw new Internal("The parts' row groups take a footer of more than " + Limits.MAX_FOOTER
                    + " bytes in one Parquet file; ask for part files (an output that ends in '/').");
        }
    }

    /// Returns the footer with its length and the magic bytes at the end of the file, in blocks. May be called
    /// only once, because it frees memory on the way.
    List<byte[]> blocks() {
        metadata.setRow_groups(new SerializedRowGroups());
        Blocks footer = new Blocks();
        write(metadata, footer);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Math.toIntExact(footer.size()));
        footer.write(length.array(), 0, Integer.BYTES);
        byte[] magic = ParquetAssembly.magic();
        footer.write(magic, 0, magic.length);
        return footer.blocks();
    }

    private static void write(FileMetaData footer, OutputStream out) {
        try {
            Util.writeFileMetaData(footer, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A list of the row groups of all parts, deserialized one part at a time.
    private final class SerializedRowGroups extends AbstractList<RowGroup> {
        @Override
        public Iterator<RowGroup> iterator() {
            return Stream.iterate(0, i -> i < groups.size(), i -> i + 1)
                    .flatMap(i -> deserialize(i).stream())
                    .iterator();
        }

        private List<RowGroup> deserialize(int part) {
            try {
                byte[] serialized = groups.set(part, new byte[0]);
                return Objects.requireNonNull(Util.readFileMetaData(new ByteArrayInputStream(serialized))
                        .getRow_groups());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public RowGroup get(int index) {
            throw new UnsupportedOperationException("row groups can only be iterated");
        }

        @Override
        public int size() {
            return count;
        }
    }

    /// A growing sequence of bytes in memory that is never copied.
    private static final class Blocks extends OutputStream {
        private static final int BLOCK = 4 << 20;

        private final List<byte[]> full = new ArrayList<>();
        private byte[] block = new byte[BLOCK];
        private int used;

        @Override
        public void write(int b) {
            if (used == BLOCK) {
                seal();
            }
            block[used++] = (byte) b;
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            int at = offset;
            while (at < offset + length) {
                if (used == BLOCK) {
                    seal();
                }
                int count = Math.min(BLOCK - used, offset + length - at);
                System.arraycopy(content, at, block, used, count);
                used += count;
                at += count;
            }
        }

        private void seal() {
            full.add(block);
            block = new byte[BLOCK];
            used = 0;
        }

        long size() {
            return (long) full.size() * BLOCK + used;
        }

        List<byte[]> blocks() {
            full.add(Arrays.copyOf(block, used));
            return full;
        }
    }
}
