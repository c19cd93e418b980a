package io.featurestore.local.features;

import io.featurestore.local.sagemaker.FeatureGroup;
import java.time.Instant;
import java.util.List;

/// Converts records to rows of one table format and writes them to the offline stores of that format.
interface OfflineFormat {
    /// A row that is not yet in a file.
    interface Row {
        /// Returns what rows have in common that are written in one step.
        Object batch();
    }

    /// Returns the row of a record without its write time. Features that the record does not contain are NULL. The
    /// row of a deletion contains the identifier and the event time only.
    ///
    /// @throws io.featurestore.local.http.ServiceException if a value does not fit its column
    Row row(FeatureGroup group, FeatureGroup.Offline store, CheckedRecord record, Instant invoked, boolean deleted);

    /// Writes rows of one batch that [#row] returned, all or none of them.
    ///
    /// @throws java.io.UncheckedIOException if a file cannot be written
    /// @throws io.featurestore.local.http.ServiceException if the bucket no longer exists
    void write(List<Row> rows);

    /// Ends a flush: makes the files that were written since the last call visible where that takes a further step.
    void finish();
}
