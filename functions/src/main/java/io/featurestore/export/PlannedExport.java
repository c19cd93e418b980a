package io.featurestore.export;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.store.Table;
import io.featurestore.store.objects.S3Uri;

/**
 * The answer of a dry run.
 *
 * @param status PLANNED
 * @param featureGroupName the feature group's name
 * @param table database and name of the table
 * @param format the output's format
 * @param compression the output's compression
 * @param destination where the output would go
 * @param query the statement that would run
 * @param estimate what would come out
 */
public record PlannedExport(Status status, String featureGroupName, String table, Format format,
        Compression compression, S3Uri destination, Statement query, Estimate estimate) {
    /** What became of the export. */
    public enum Status {
        PLANNED
    }

    /**
     * The statement that would run.
     *
     * @param sql its text
     */
    public record Statement(String sql) {}

    /** Returns the answer for an export. */
    public static PlannedExport of(Table table, ExportRequest request, String sql, Estimate estimate) {
        return new PlannedExport(Status.PLANNED, table.featureGroupName(), table.qualifiedName(), request.format(),
                request.compression(), request.output(), new Statement(sql), estimate);
    }
}
