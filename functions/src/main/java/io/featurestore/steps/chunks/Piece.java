package io.featurestore.steps.chunks;

import io.featurestore.store.objects.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/// Describes consecutive rows of one row group of a Parquet file.
///
/// @param file the file, in one version
/// @param rowGroup the number of the row group in its file, from 0
/// @param from the first row, counted in the row group from 0
/// @param to the row after the last
public record Piece(ObjectRef file, int rowGroup, long from, long to) {
    /// Refuses rows that do not follow one another.
    public Piece {
        if (rowGroup < 0 || from < 0 || to <= from) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of row group " + rowGroup);
        }
    }

    /// Returns the number of rows.
    public long rows() {
        return to - from;
    }

    /// Returns the pieces without their first `rows` rows.
    static List<Piece> without(List<Piece> pieces, long rows) {
        List<Piece> rest = new ArrayList<>();
        long skipped = rows;
        for (Piece piece : pieces) {
            if (skipped < piece.rows()) {
                rest.add(new Piece(piece.file(), piece.rowGroup(), piece.from() + skipped, piece.to()));
                skipped = 0;
            } else {
                skipped -= piece.rows();
            }
        }
        return rest;
    }
}
