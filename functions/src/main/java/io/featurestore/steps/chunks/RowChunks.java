package io.featurestore.steps.chunks;

import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.UnloadedFiles.File;
import io.featurestore.steps.chunks.UnloadedFiles.Group;
import io.featurestore.store.objects.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Splits the rows of Parquet files into chunks. A chunk holds whole row groups, of one file or of several
/// small ones. Only a row group that is larger than a chunk should be is split, because a reader must pass
/// over the pages before the rows of its chunk.
final class RowChunks {
    /// The number of row groups that no reader minds, however small they are.
    private static final int FEW_GROUPS = 16;
    /// The least mean size of a row group with its compression.
    private static final long LARGE_GROUP = 4L << 20;

    private final ObjectRef manifest;
    private final List<Chunk> chunks = new ArrayList<>();
    private List<Piece> pieces = new ArrayList<>();
    private long start;
    private long rows;
    private double bytes;

    private RowChunks(ObjectRef manifest) {
        this.manifest = manifest;
    }

    /// Returns the chunks, in the order of the files and their rows. There is at least one chunk, so that a
    /// result without records becomes an empty output.
    ///
    /// @param manifest names the result
    /// @param files the files, in order
    /// @param chunkSize the requested number of records of a chunk
    static List<Chunk> of(ObjectRef manifest, List<File> files, OptionalInt chunkSize) {
        List<Group> groups =
                files.stream().flatMap(file -> file.groups().stream()).toList();
        long allBytes = groups.stream().mapToLong(Group::bytes).sum();
        long allRows = groups.stream().mapToLong(Group::rows).sum();
        long wanted = chunkSize.isPresent()
                ? Limits.MAX_CHUNK
                : Math.clamp(allBytes / Limits.PLANNED_CHUNKS, Limits.MIN_PLANNED_CHUNK, Limits.MAX_PLANNED_CHUNK);
        long mostBytes = Math.max(wanted, Math.ceilDiv(allBytes, (long) Limits.MAX_CHUNKS));
        long mostRows =
                Math.max(chunkSize.isPresent() ? chunkSize.getAsInt() : Long.MAX_VALUE, Math.ceilDiv(allRows, (long)
                        Limits.MAX_CHUNKS));
        RowChunks split = new RowChunks(manifest);
        for (File file : files) {
            for (int i = 0; i < file.groups().size(); i++) {
                split.add(file.object(), i, file.groups().get(i), mostRows, mostBytes);
            }
        }
        split.close();
        return split.chunks;
    }

    /// Returns whether the row groups are large enough for readers of one file with all of them. A reader
    /// makes a few requests for each row group and column, so many small ones are slow to read
    /// (parquet.apache.org/docs/file-format/configurations recommends large row groups).
    static boolean areLarge(List<File> files) {
        long groups = files.stream().mapToLong(file -> file.groups().size()).sum();
        long bytes = files.stream().mapToLong(file -> file.object().size()).sum();
        return groups <= FEW_GROUPS || bytes / groups >= LARGE_GROUP;
    }

    private void add(ObjectRef file, int number, Group group, long mostRows, long mostBytes) {
        double bytesPerRow = group.rows() == 0 ? 0 : (double) group.bytes() / group.rows();
        // A row group of up to twice the size stays whole.
        long step = group.bytes() <= 2 * (double) mostBytes
                ? Long.MAX_VALUE
                : Math.max(1, Math.ceilDiv(group.rows(), Math.ceilDiv(group.bytes(), mostBytes)));
        long from = 0;
        while (from < group.rows()) {
            if (rows > 0 && (rows >= mostRows || bytes >= mostBytes)) {
                close();
            }
            long to = Math.min(group.rows(), from + Math.min(step, mostRows - rows));
            pieces.add(new Piece(file, number, from, to));
            rows += to - from;
            bytes += (to - from) * bytesPerRow;
            from = to;
        }
    }

    private void close() {
        if (rows > 0 || chunks.isEmpty()) {
            chunks.add(new Chunk(chunks.size(), manifest, start, start + rows, Entry.RECORD_START, pieces));
            start += rows;
            rows = 0;
            bytes = 0;
            pieces = new ArrayList<>();
        }
    }
}
