package io.featurestore.steps.report;

import io.featurestore.records.checks.Outcome;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.steps.cost.ExportCost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds the content of a report.
///
/// @param featureGroup the feature group
/// @param table `database.table`
/// @param output location of the output
/// @param manifest location of its manifest
/// @param format format and compression, in words
/// @param records number of exported records; empty if they were not counted
/// @param bytes size of the output in bytes
/// @param startedAt the execution's start
/// @param elapsedMillis time from the start to the report, in milliseconds
/// @param query the query
/// @param cost cost of the export
/// @param estimatedUsd estimated cost in USD; empty if there was no estimate
/// @param columns the statistics, in the columns' order
/// @param outputNames the columns' names in the output, in the same order
/// @param eventTime name of the event time
/// @param outcomes results of the expectations; empty if there are none
/// @param chunks the conversions, in the records' order
public record Report(
        String featureGroup,
        String table,
        String output,
        String manifest,
        String format,
        OptionalLong records,
        long bytes,
        Instant startedAt,
        long elapsedMillis,
        Query query,
        ExportCost cost,
        Optional<BigDecimal> estimatedUsd,
        List<ColumnStatistics> columns,
        List<String> outputNames,
        String eventTime,
        List<Outcome> outcomes,
        List<Conversion> chunks) {
    public Report {
        columns = List.copyOf(columns);
        outputNames = List.copyOf(outputNames);
        outcomes = List.copyOf(outcomes);
        chunks = List.copyOf(chunks);
    }

    /// Describes the query.
    ///
    /// @param sql the statement
    /// @param scannedBytes bytes that it scanned
    /// @param resultBytes size of its result in bytes
    /// @param millis its duration in milliseconds
    public record Query(String sql, long scannedBytes, long resultBytes, long millis) {}

    /// Describes the conversion of one chunk.
    ///
    /// @param startedAt its start
    /// @param millis its duration in milliseconds
    /// @param records number of its records
    /// @param repaired whether it was converted twice
    public record Conversion(Instant startedAt, long millis, long records, boolean repaired) {}

    /// Returns the page as HTML in UTF-8.
    public byte[] html() {
        return new ReportPage(this).bytes();
    }
}
