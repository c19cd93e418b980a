package io.featurestore.store.files;

import java.util.Optional;
import java.util.OptionalLong;

/// Says what was found beside a table's data files.
///
/// @param unseen the reason why some files may be missing; empty if every file was found
/// @param invisible the number of objects below the table's location that belong to no partition, so that the
///     query engine does not see them; empty if they were not counted
/// @param location the table's location
/// @param deletes the delete files of an Iceberg table
/// @param planning the requests with which the query engine finds the files
public record Findings(
        Optional<String> unseen, OptionalLong invisible, String location, Deletes deletes, Planning planning) {
    /// Counts the requests to S3 with which the query engine finds the files that a statement reads. A
    /// statement that reads a table twice lists a folder once (trinodb/trino,
    /// `TransactionScopeCachingDirectoryLister`).
    ///
    /// @param lists LIST requests: one per partition that is not excluded, and one more per 1,000 files. Of a
    ///     projection with too many partitions to count, only the partitions with files count
    /// @param gets GET requests of an Iceberg table's metadata
    public record Planning(long lists, long gets) {
        /// Nothing is known of the requests.
        public static final Planning NONE = new Planning(0, 0);
    }

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
