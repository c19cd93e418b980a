package io.featurestore.steps.assemble;

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

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.ObjectRef;

/**
 * The footer of a file that many parts make. As objects, the row groups of thousands of parts take ten times the
 * memory of their bytes; so they are kept as bytes, and are objects only while they are written.
 */
final class MergedFooter {
    private final ObjectRef first;
    private final FileMetaData metadata;
    /** Row groups by part, each as a footer of nothing else. */
    private final List<byte[]> groups = new ArrayList<>();
    private int count;
    private long bytes;

    /** Takes over everything but the row groups and records. */
    MergedFooter(ObjectRef first, FileMetaData footer) {
        this.first = first;
        metadata = footer.deepCopy();
        metadata.setRow_groups(new ArrayList<>());
        metadata.setNum_rows(0);
    }

    void checkSchema(ObjectRef part, FileMetaData footer) {
        if (!Objects.equals(footer.getSchema(), metadata.getSchema())
                || !Objects.equals(footer.getColumn_orders(), metadata.getColumn_orders())) {
            throw new ExportFailure.Internal("The Parquet parts " + first.uri() + " and " + part.uri()
                    + " differ in their schema and cannot be one file.");
        }
    }

    /** Adds the row groups of the next part, as they are in the file. */
    void add(List<RowGroup> moved) {
        long rows = moved.stream().mapToLong(RowGroup::getNum_rows).sum();
        metadata.setNum_rows(Math.addExact(metadata.getNum_rows(), rows));
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        write(new FileMetaData(metadata.getVersion(), List.of(), rows, moved), alone);
        groups.add(alone.toByteArray());
        count += moved.size();
        bytes += alone.size();
        if (bytes > Limits.MAX_FOOTER) {
            throw new ExportFailure.Internal("The parts' row groups take a footer of more than " + Limits.MAX_FOOTER
                    + " bytes in one Parquet file; ask for part files (an output that ends in '/').");
        }
    }

    /** Returns the footer with its length and the file's last magic, in blocks. May be called once: it frees as it goes. */
    List<byte[]> blocks() {
        metadata.setRow_groups(new Thawing());
        Blocks footer = new Blocks();
        write(metadata, footer);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN)
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

    /** The row groups of all parts, read back one part at a time. */
    private final class Thawing extends AbstractList<RowGroup> {
        @Override
        public Iterator<RowGroup> iterator() {
            return Stream.iterate(0, i -> i < groups.size(), i -> i + 1).flatMap(i -> thaw(i).stream()).iterator();
        }

        private List<RowGroup> thaw(int part) {
            try {
                byte[] frozen = groups.set(part, new byte[0]);
                return Objects.requireNonNull(Util.readFileMetaData(new ByteArrayInputStream(frozen)).getRow_groups());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public RowGroup get(int index) {
            throw new UnsupportedOperationException("row groups are read in turn");
        }

        @Override
        public int size() {
            return count;
        }
    }

    /** Bytes in memory that are not copied as they become more. */
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
