package io.featurestore.steps.estimate;

import io.featurestore.failure.Failure;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.RowPath;
import java.util.Locale;
import java.util.OptionalLong;

/// Chooses the way in which the rows of an export come. Athena writes the CSV of a SELECT through one node,
/// and the files of an UNLOAD through all workers. The deployment sets the size from which UNLOAD is used,
/// see [io.featurestore.steps.work.QuerySettings#unloadFrom].
public final class PathRule {
    private PathRule() {}

    /// Returns whether the way depends on an estimate.
    public static boolean needsEstimate(Job job) {
        return job.unload().isPresent() && job.settings().unloadFrom().isPresent();
    }

    /// Chooses the way.
    ///
    /// @param select the way if the query is a SELECT
    /// @param resultBytes the expected size of the result as CSV; empty if it is not known
    static PathChoice choose(Job job, RowPath select, OptionalLong resultBytes) {
        if (job.unload().isEmpty()) {
            return new PathChoice(
                    select, job.unloadObstacle().orElse("The request was resolved by a version without UNLOAD."));
        }
        OptionalLong unloadFrom = job.settings().unloadFrom();
        if (unloadFrom.isEmpty()) {
            return new PathChoice(select, PathChoice.NEVER_UNLOADS);
        }
        long least = unloadFrom.getAsLong();
        if (resultBytes.isEmpty()) {
            return new PathChoice(
                    select, "The size of the result is not known; UNLOAD is used from " + megabytes(least) + " on.");
        }
        long bytes = resultBytes.getAsLong();
        return bytes < least
                ? new PathChoice(
                        select,
                        "The result is expected to have " + megabytes(bytes) + ", and below " + megabytes(least)
                                + " one CSV is expected to be quicker.")
                : new PathChoice(
                        RowPath.UNLOAD,
                        "The result is expected to have " + megabytes(bytes)
                                + " as CSV, which one node would write; with UNLOAD all workers write.");
    }

    /// Returns the way of an export whose table could not be estimated: a SELECT.
    public static PathChoice withoutEstimate(Job job, Failure reason) {
        return new PathChoice(
                Handling.of(job).path(), "The size of the result could not be estimated: " + reason.getMessage());
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
