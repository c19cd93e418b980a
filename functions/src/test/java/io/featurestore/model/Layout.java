package io.featurestore.model;

import java.time.ZoneOffset;
import java.util.List;

/// Where the files of a random table lie.
///
/// @param finding how the engine finds them
/// @param keys the names of the partition keys
/// @param numbers whether the keys are numbers
/// @param padded whether folders have leading zeros
/// @param zone the zone in which the writer made the folders
/// @param elsewhere whether registered partitions have locations that do not spell their values
record Layout(Finding finding, List<String> keys, boolean numbers, boolean padded, ZoneOffset zone, boolean elsewhere) {
    /// Returns whether files lie in folders of partition keys.
    boolean hasFolders() {
        return finding == Finding.REGISTERED || finding == Finding.PROJECTED;
    }

    /// The ways to find files.
    enum Finding {
        /// All files below the table's location.
        UNPARTITIONED,
        /// The partitions of the data catalog.
        REGISTERED,
        /// Partition projection.
        PROJECTED,
        /// Iceberg's metadata.
        ICEBERG
    }
}
