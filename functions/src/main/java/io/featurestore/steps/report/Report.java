package io.featurestore.steps.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.records.checks.Outcome;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.steps.cost.ExportCost;

/**
 * What a report tells.
 *
 * @param featureGroup the feature group
 * @param table {@code database.table}
 * @param output where the output lies
 * @param manifest where its manifest lies
 * @param format format and compression, in words
 * @param records how many went out, if anybody counted them
 * @param bytes the length of the output
 * @param startedAt the execution's start
 * @param elapsedMillis the time from there to the report
 * @param query the query
 * @param cost what it cost
 * @param estimatedUsd what it was estimated to cost; empty where it was not
 * @param columns the statistics, in the columns' order
 * @param outputNames the columns' names in the output, in the same order
 * @param eventTime name of the event time
 * @param outcomes what came of the expectations; empty where nothing was expected
 * @param chunks the conversions, in the records' order
 */
public record Report(String featureGroup, String table, String output, String manifest, String format,
        OptionalLong records, long bytes,
        Instant startedAt, long elapsedMillis, Query query, ExportCost cost, Optional<BigDecimal> estimatedUsd,
        List<ColumnStatistics> columns, List<String> outputNames, String eventTime, List<Outcome> outcomes,
        List<Conversion> chunks) {
    /** Copies the lists. */
    public Report {
        columns = List.copyOf(columns);
        outputNames = List.copyOf(outputNames);
        outcomes = List.copyOf(outcomes);
        chunks = List.copyOf(chunks);
    }

    /**
     * The query.
     *
     * @param sql the statement
     * @param scannedBytes bytes it scanned
     * @param resultBytes length of its result
     * @param millis time it took
     */
    public record Query(String sql, long scannedBytes, long resultBytes, long millis) {}

    /**
     * A conversion.
     *
     * @param startedAt its start
     * @param millis its time
     * @param records its records
     * @param repaired whether it was converted twice
     */
    public record Conversion(Instant startedAt, long millis, long records, boolean repaired) {}

    /** Returns the page, UTF-8. */
    public byte[] html() {
        return new ReportPage(this).bytes();
    }
}
