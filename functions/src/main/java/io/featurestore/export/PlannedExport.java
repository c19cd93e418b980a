package io.featurestore.export;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.ShortSql;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.query.QueryStart;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;

/// Holds the answer of a dry run.
///
/// @param status always PLANNED
/// @param featureGroupName the feature group's name
/// @param table database and name of the table
/// @param format the output's format
/// @param compression the output's compression
/// @param destination the URI that the output would have
/// @param query the statement that would run
/// @param path how the rows would come
/// @param pathReason one sentence that says why
/// @param estimate the estimate
public record PlannedExport(
        Status status,
        String featureGroupName,
        String table,
        Format format,
        Compression compression,
        S3Uri destination,
        Statement query,
        RowPath path,
        String pathReason,
        Estimate estimate) {
    /// Names the status of the export.
    public enum Status {
        PLANNED
    }

    /// Holds the statement that would run.
    ///
    /// @param sql its text, shortened if the answer would exceed a payload's limit
    public record Statement(String sql) {}

    /// Returns the answer for a resolved export.
    public static PlannedExport of(Job job, Estimate estimate, PathChoice choice) {
        List<String> names =
                job.query().columns().stream().map(OutputColumn::outputName).toList();
        Estimate named = estimate.named(names);
        Optional<S3Uri> unloaded = choice.path() == RowPath.UNLOAD
                ? Optional.of(WorkFolder.unloaded(job.execution().work(), 1))
                : Optional.empty();
        return ShortSql.fit(
                QueryStart.statement(job, unloaded),
                "",
                sql -> new PlannedExport(
                        Status.PLANNED,
                        job.table().featureGroupName(),
                        job.table().qualifiedName(),
                        job.form().format(),
                        job.form().compression(),
                        job.form().output(),
                        new Statement(sql),
                        choice.path(),
                        choice.reason(),
                        named));
    }
}
