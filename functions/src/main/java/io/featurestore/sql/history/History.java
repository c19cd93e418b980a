package io.featurestore.sql.history;

import java.time.Instant;
import java.util.Optional;

/// Chooses which rows of an offline store are records. Part of a request.
///
/// @param records whether all versions or only the newest; [HistorySql] has the rules
/// @param includeDeleted whether tombstones, and the rows that they hide, are records too
/// @param asOf excludes rows that were written later
/// @param eventTimeFrom excludes earlier event times
/// @param eventTimeTo excludes later event times
public record History(
        Records records,
        boolean includeDeleted,
        Optional<Instant> asOf,
        Optional<Instant> eventTimeFrom,
        Optional<Instant> eventTimeTo) {
    /// Names the versions of records that are chosen.
    public enum Records {
        /// Every version of every record.
        ALL,
        /// The newest version of each record.
        LATEST
    }

    /// Returns every row of the table, tombstones included.
    public static History everything() {
        return new History(Records.ALL, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Returns whether only the newest version of each record is chosen.
    public boolean latest() {
        return records == Records.LATEST;
    }

    /// Returns whether event times are limited on either side.
    public boolean limitsEventTime() {
        return eventTimeFrom.isPresent() || eventTimeTo.isPresent();
    }
}
