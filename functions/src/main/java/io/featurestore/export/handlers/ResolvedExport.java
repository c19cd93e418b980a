package io.featurestore.export.handlers;

import java.util.List;
import java.util.Optional;

import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.query.Query;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Export;
import io.featurestore.export.request.ExportRequest;
import io.featurestore.export.request.Format;
import io.featurestore.export.table.Table;

/**
 * An export of which everything is known that can be known before the query runs. Every function after ResolveTable
 * gets it.
 *
 * @param export the export
 * @param table the table it reads
 * @param query its one statement
 * @param plan the answer of a dry run; empty in any other run, as payloads are small and the statement may be long
 */
public record ResolvedExport(Export export, Table table, Query query, Optional<Plan> plan) {
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
    public record Plan(Status status, String featureGroupName, String table, Format format, Compression compression,
            Statement query, Estimate estimate) {
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
    }

    /** Returns the export with its plan, if it is a dry run. */
    static ResolvedExport of(Export export, Table table, Query query) {
        ExportRequest request = export.request();
        Optional<Plan> plan = request.dryRun()
                ? Optional.of(new Plan(Plan.Status.PLANNED, table.featureGroupName(), table.qualifiedName(),
                        request.format(), request.compression(), new Plan.Statement(query.sql()),
                        new Plan.Estimate(query.columns().stream().map(OutputColumn::outputName).toList())))
                : Optional.empty();
        return new ResolvedExport(export, table, query, plan);
    }
}
