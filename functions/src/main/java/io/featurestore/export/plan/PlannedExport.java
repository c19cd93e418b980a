package io.featurestore.export.plan;

import java.util.List;

import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * The answer of a dry run.
 *
 * @param status PLANNED
 * @param featureGroupName the feature group's name
 * @param table database and name of the table
 * @param format the output's format
 * @param compression the output's compression
 * @param query the statement that would run
 * @param estimate what would come out
 */
public record PlannedExport(Status status, String featureGroupName, String table, Format format,
        Compression compression, Statement query, Estimate estimate) {
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

    /**
     * What would come out.
     *
     * @param columns names of the output's columns, in order
     */
    public record Estimate(List<String> columns) {
        /** Copies the names. */
        public Estimate {
            columns = List.copyOf(columns);
        }
    }

    /** Returns the answer for an export. */
    public static PlannedExport of(ResolvedExport resolved) {
        return new PlannedExport(Status.PLANNED, resolved.table().featureGroupName(), resolved.table().qualifiedName(),
                resolved.export().request().format(), resolved.export().request().compression(), new Statement(resolved
                        .query().sql()),
                new Estimate(resolved.query()
                        .columns()
                        .stream()
                        .map(OutputColumn::outputName)
                        .toList()));
    }
}
