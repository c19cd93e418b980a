package io.featurestore.steps.assemble;

import io.featurestore.failure.Internal;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.store.objects.ObjectRef;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/// Holds the row groups of one part that have records.
///
/// @param part the part
/// @param groups the row groups, as the part's footer describes them
/// @param start the first of their bytes in the part
/// @param end the byte after their last one
record ParquetRowGroups(ObjectRef part, List<RowGroup> groups, long start, long end) {

    static ParquetRowGroups of(ObjectRef part, FileMetaData footer) {
        List<RowGroup> groups = Objects.requireNonNull(footer.getRow_groups()).stream()
                .filter(group -> group.getNum_rows() > 0)
                .toList();
        long rows = groups.stream().mapToLong(RowGroup::getNum_rows).sum();
        long start = Long.MAX_VALUE;
        long end = 0;
        for (RowGroup group : groups) {
            for (ColumnChunk chunk : columns(group)) {
                ColumnMetaData column = metadata(part, chunk);
                start = Math.min(start, ParquetFooter.start(column));
                end = Math.max(end, ParquetFooter.start(column) + column.getTotal_compressed_size());
            }
        }
        boolean inside = groups.isEmpty()
                || start >= ParquetAssembly.magic().length
                        && start < end
                        && end <= part.size() - ParquetFooter.TRAILER_BYTES;
        if (!inside || rows != footer.getNum_rows()) {
            throw new Internal("The footer of the Parquet part " + part.uri()
                    + " contradicts itself: " + rows + " of " + footer.getNum_rows() + " rows lie in its bytes "
                    + start + " to " + end + ".");
        }
        return new ParquetRowGroups(part, groups, start, end);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    ParquetAssembly.Piece piece() {
        return new ParquetAssembly.Piece(part, start, end);
    }

    /// Returns the row groups with their bytes moved to `position`.
    List<RowGroup> movedTo(long position) {
        return groups.stream().map(group -> moved(group, position - start)).toList();
    }

    private static RowGroup moved(RowGroup group, long by) {
        RowGroup moved = group.deepCopy();
        if (moved.isSetFile_offset()) {
            moved.setFile_offset(moved.getFile_offset() + by);
        }
        // The ordinal has 16 bits and is only needed for encryption; a merged file can have more row groups.
        moved.unsetOrdinal();
        columns(moved).forEach(chunk -> move(chunk, by));
        return moved;
    }

    private static void move(ColumnChunk chunk, long by) {
        // Zero, as the format recommends, if the writer stores no column metadata next to the pages.
        if (chunk.getFile_offset() != 0) {
            chunk.setFile_offset(chunk.getFile_offset() + by);
        }
        chunk.unsetOffset_index_offset();
        chunk.unsetOffset_index_length();
        chunk.unsetColumn_index_offset();
        chunk.unsetColumn_index_length();
        ColumnMetaData column = Objects.requireNonNull(chunk.getMeta_data());
        column.setData_page_offset(column.getData_page_offset() + by);
        if (ParquetFooter.hasDictionary(column)) {
            column.setDictionary_page_offset(column.getDictionary_page_offset() + by);
        }
        if (column.isSetIndex_page_offset()) {
            column.setIndex_page_offset(column.getIndex_page_offset() + by);
        }
        column.unsetBloom_filter_offset();
        column.unsetBloom_filter_length();
    }

    private static List<ColumnChunk> columns(RowGroup group) {
        return Objects.requireNonNull(group.getColumns());
    }

    private static ColumnMetaData metadata(ObjectRef part, ColumnChunk chunk) {
        ColumnMetaData column = chunk.getMeta_data();
        if (column == null || chunk.isSetFile_path() || chunk.isSetCrypto_metadata()) {
            throw new Internal("The Parquet part " + part.uri() + " is encrypted or has columns in another file.");
        }
        return column;
    }
}
