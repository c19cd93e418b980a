package io.featurestore.store.files;

import java.util.Optional;
import java.util.OptionalLong;

/// Says what was found beside a table's data files.
///
/// @param unseen the reason why some files may be missing; empty if every file was found
/// @param invisible the number of objects below the table's location that belong to no partition, so that the query
///     engine does not see them; empty if they were not counted
/// @param location the table's location
/// @param deletes the delete files of an Iceberg table
public record Findings(Optional<String> unseen, OptionalLong invisible, String location, Deletes deletes) {
    /// Totals the delete files that apply to the data files that were found.
    ///
    /// @param positions upper bound of the rows that position delete files remove
    /// @param byValue whether there are equality delete files
    /// @param files number of delete files
    /// @param bytes the bytes of them that the query reads
    public record Deletes(long positions, boolean byValue, long files, long bytes) {
        /// There are no delete files.
        public static final Deletes NONE = new Deletes(0, false, 0, 0);
    }
}
