package io.featurestore.export;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.records.checks.Expectations;
import io.featurestore.store.objects.S3Uri;

/**
 * A request as callers send it, checked, with every default that needs no AWS call filled in. The meaning of each
 * component is that of the field of the same name in {@code events/export-request.schema.json}.
 *
 * @param featureGroupName a feature group's name or ARN
 * @param output where the output goes: placeholders filled in, suffix of the compression added
 * @param format the output's format
 * @param columns column names or aliased expressions; empty means all features
 * @param where a boolean expression, as sent
 * @param groupBy column names or expressions, as sent
 * @param orderBy sort items, as sent
 * @param limit at most this many records
 * @param compression the output's compression, one the format takes
 * @param chunkSize wished records a chunk
 * @param queryOutputLocation a prefix for the query's result; empty means the work prefix
 * @param database the Glue database; empty means the feature group's own
 * @param workgroup the Athena work group
 * @param dryRun plan only
 * @param records which records; {@code latest} where onlineCompatible and nothing was said
 * @param includeDeleted keep tombstones
 * @param systemColumns also export the system columns where {@code columns} is empty
 * @param asOf only what had been written by then
 * @param eventTimeFrom only records whose event time is not before
 * @param eventTimeTo only records whose event time is not after
 * @param onlineCompatible write what a bulk put takes
 * @param columnMapping old name → new name, in the request's order
 * @param addEventTime fill in an event time where there is none
 * @param recordIdentifier the identifier's column; empty means the feature group's
 * @param eventTimeField the event time's name in online-compatible output
 * @param eventTimeFormat how the event time is written in online-compatible output
 * @param nullValue fills NULL in online-compatible output
 * @param overwrite replace an existing output
 * @param maxScanBytes refuse before the query when the estimate of its scan is above
 * @param maxCostUsd refuse before the query when the estimate of the whole cost is above
 * @param report also write a report of the records
 * @param expect what is expected of the records
 * @param onViolation what a broken expectation does
 */
public record ExportRequest(String featureGroupName, S3Uri output, Format format, List<String> columns,
        Optional<String> where, List<String> groupBy, List<String> orderBy, OptionalLong limit,
        Compression compression, OptionalInt chunkSize, Optional<S3Uri> queryOutputLocation, Optional<String> database,
        String workgroup, boolean dryRun, Records records, boolean includeDeleted, boolean systemColumns,
        Optional<Instant> asOf, Optional<Instant> eventTimeFrom, Optional<Instant> eventTimeTo,
        boolean onlineCompatible, Map<String, String> columnMapping, boolean addEventTime,
        Optional<String> recordIdentifier, Optional<String> eventTimeField, Optional<EventTimeFormat> eventTimeFormat,
        Optional<String> nullValue, boolean overwrite, Optional<BigDecimal> maxScanBytes,
        Optional<BigDecimal> maxCostUsd, boolean report, Optional<Expectations> expect, OnViolation onViolation) {
    /** What a broken expectation does. */
    public enum OnViolation {
        /** The export fails: there is no output. */
        FAIL,
        /** The violations stand in the manifest and the report. */
        WARN
    }

    /** Which records of the offline store's history. */
    public enum Records {
        ALL, LATEST
    }

    /** How an event time is written. */
    public enum EventTimeFormat {
        UNIX, ISO8601
    }

    /** Returns the feature group's name, also where the request has its ARN. */
    public String groupName() {
        return featureGroupName.substring(featureGroupName.lastIndexOf('/') + 1);
    }

    /** Returns whether the records are gathered or checked on their way, so that converters see every one. */
    public boolean observesRecords() {
        return report || expect.isPresent();
    }

    /** Returns whether an estimate is made before the query, as the state machine's IsEstimated says but for a dry run. */
    public boolean wantsEstimate() {
        return report || maxScanBytes.isPresent() || maxCostUsd.isPresent();
    }

    /** Copies the collections; the mapping keeps its order. */
    public ExportRequest {
        columns = List.copyOf(columns);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
        columnMapping = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(columnMapping));
    }
}
