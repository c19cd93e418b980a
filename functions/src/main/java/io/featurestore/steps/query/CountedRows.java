package io.featurestore.steps.query;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.sql.history.History;
import io.featurestore.steps.work.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Holds the counts of [io.featurestore.sql.history.CountSql], and says them as warnings.
///
/// @param rowsWithoutTime rows whose event time is no time
/// @param hiddenAtSameTime identifiers with a record that a tombstone of the same event time hides
/// @param scannedBytes bytes that the statement scanned; empty if it is unknown
/// @param problem the reason why there are no counts; empty if there are
public record CountedRows(
        long rowsWithoutTime, long hiddenAtSameTime, OptionalLong scannedBytes, Optional<String> problem) {
    /// Reads the counts of a run that has ended.
    ///
    /// @param row reads the first row of a run's result by the run's execution id
    static CountedRows read(CountingRun run, Function<String, List<Optional<String>>> row) {
        if (run.problem().isPresent() || run.queryExecutionId().isEmpty()) {
            return new CountedRows(0, 0, run.scannedBytes(), run.problem());
        }
        try {
            List<Long> counts = row.apply(run.queryExecutionId().get()).stream()
                    .map(value -> Long.valueOf(value.orElseThrow(() -> new Internal("a count is NULL."))))
                    .toList();
            return new CountedRows(counts.get(0), counts.get(1), run.scannedBytes(), Optional.empty());
        } catch (Failure e) {
            return new CountedRows(0, 0, run.scannedBytes(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// Returns the warnings for the caller of an export.
    public List<String> warnings(Job job) {
        History history = job.spec().history();
        String eventTime = "`" + job.table().eventTime() + "`";
        List<String> warnings = new ArrayList<>();
        if (problem.isPresent()) {
            warnings.add("Rows whose event time " + eventTime + " is no time"
                    + (history.includeDeleted() ? "" : ", and records that a deletion of the same event time hides,")
                    + " were not counted: " + problem.get());
        }
        if (rowsWithoutTime > 0) {
            warnings.add(
                    (rowsWithoutTime == 1 ? "1 row has" : rowsWithoutTime + " rows have") + " an event time "
                            + eventTime + " that is no time. "
                            + (history.limitsEventTime()
                                    ? "Such rows are in no eventTimeRange, so they were left out. An export without eventTimeRange has them."
                                    : "Such rows count as older than all others of their identifier. Write them again with an ISO-8601 time or with epoch seconds."));
        }
        if (hiddenAtSameTime > 0) {
            warnings.add(
                    (hiddenAtSameTime == 1
                                    ? "1 record identifier has a record"
                                    : hiddenAtSameTime + " record identifiers have a record")
                            + " that a deletion of the same event time hides. The online store keeps such a record, because a soft deletion must be later. With includeDeleted the export has all rows.");
        }
        return List.copyOf(warnings);
    }
}
