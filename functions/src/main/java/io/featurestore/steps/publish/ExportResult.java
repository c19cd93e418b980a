package io.featurestore.steps.publish;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.ShortSql;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.work.RowPath;
import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Holds the answer of a finished export, which is also the beginning of its manifest.
///
/// @param status `SUCCEEDED`
/// @param featureGroupName the feature group
/// @param table `database.table`
/// @param format the output's format
/// @param compression the output's compression
/// @param output the output
/// @param query the query that ran
/// @param chunks the chunks of its result
/// @param cost the cost
/// @param path how the rows came
/// @param pathReason one sentence that says why they came so; absent if there was no choice
/// @param warnings sentences about the records, with counts
/// @param manifest the URI of the manifest
/// @param report the URI of the report; absent if none was requested
/// @param violations the number of violated expectations; absent if there are no expectations
/// @param startedAt the execution's start
/// @param elapsedMillis the time from the execution's start to the writing of the manifest
public record ExportResult(
        String status,
        String featureGroupName,
        String table,
        Format format,
        Compression compression,
        Output output,
        QueryFigures query,
        Chunks chunks,
        ExportCost cost,
        RowPath path,
        Optional<String> pathReason,
        List<String> warnings,
        S3Uri manifest,
        Optional<S3Uri> report,
        OptionalInt violations,
        Instant startedAt,
        long elapsedMillis) {
    /// Describes the output.
    ///
    /// @param uri the object, or the prefix of the part files
    /// @param files the number of objects, without the manifest
    /// @param bytes their total size
    /// @param records the number of records in them; absent if it is unknown
    public record Output(S3Uri uri, int files, long bytes, OptionalLong records) {}

    /// Describes the query.
    ///
    /// @param executionId its id
    /// @param sql the statement: complete in the manifest, shortened in an answer that would exceed a
    ///     payload's limit
    /// @param scannedBytes bytes that it scanned
    /// @param resultBytes size of its result object
    /// @param millis its duration in milliseconds
    public record QueryFigures(String executionId, String sql, long scannedBytes, long resultBytes, long millis) {}

    /// Counts the chunks.
    ///
    /// @param planned the number of planned chunks; 0 if S3 copied the result
    /// @param repaired the number of chunks that were converted again because they guessed their entry
    ///     wrongly
    public record Chunks(int planned, int repaired) {}

    /// Makes the list immutable. A result of an earlier version has none.
    public ExportResult {
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        pathReason = Objects.requireNonNullElse(pathReason, Optional.empty());
    }

    /// Returns this result with the statement cut so that a state's payload can hold it.
    ExportResult shortened() {
        return ShortSql.fit(query.sql(), "; the manifest has it", this::with);
    }

    private ExportResult with(String sql) {
        return new ExportResult(
                status,
                featureGroupName,
                table,
                format,
                compression,
                output,
                new QueryFigures(query.executionId(), sql, query.scannedBytes(), query.resultBytes(), query.millis()),
                chunks,
                cost,
                path,
                pathReason,
                warnings,
                manifest,
                report,
                violations,
                startedAt,
                elapsedMillis);
    }
}
