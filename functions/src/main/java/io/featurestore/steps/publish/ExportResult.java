package io.featurestore.steps.publish;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.store.objects.S3Uri;

/**
 * What a finished export answers; also the beginning of its manifest.
 *
 * @param status {@code SUCCEEDED}
 * @param featureGroupName the feature group
 * @param table {@code database.table}
 * @param format the output's format
 * @param compression the output's compression
 * @param output what lies at the output
 * @param query the query that was run
 * @param chunks the chunks of its result
 * @param cost what it cost
 * @param manifest where the manifest lies
 * @param report where the report lies; absent where none was asked for
 * @param violations how many expectations are broken; absent where nothing is expected
 * @param startedAt the execution's start
 * @param elapsedMillis the time from there to the manifest
 */
public record ExportResult(String status, String featureGroupName, String table, Format format, Compression compression,
        Output output, QueryFigures query, Chunks chunks, ExportCost cost, S3Uri manifest, Optional<S3Uri> report,
        OptionalInt violations, Instant startedAt, long elapsedMillis) {
    /**
     * What lies at the output.
     *
     * @param uri the object, or the prefix of the part files
     * @param files the number of objects, the manifest not counted
     * @param bytes their length
     * @param records the records in them; absent where nobody counted them
     */
    public record Output(S3Uri uri, int files, long bytes, OptionalLong records) {}

    /**
     * The query.
     *
     * @param executionId its id
     * @param sql the statement; whole in the manifest, shortened in an answer that would break a payload's limit
     * @param scannedBytes bytes it scanned
     * @param resultBytes length of the object it wrote
     * @param millis time it took
     */
    public record QueryFigures(String executionId, String sql, long scannedBytes, long resultBytes, long millis) {}

    /**
     * The chunks.
     *
     * @param planned how many there are; 0 where the result was copied as it is
     * @param repaired how many of them were converted twice, having begun elsewhere than they guessed
     */
    public record Chunks(int planned, int repaired) {}

    /** The most characters of SQL in a result, so that it fits into {@link io.featurestore.steps.Limits#MAX_PAYLOAD}. */
    private static final int MAX_SQL = 100_000;

    /** Returns this with a statement that a state's payload can hold. */
    ExportResult shortened() {
        String sql = query.sql();
        if (sql.length() <= MAX_SQL) {
            return this;
        }
        String head = sql.substring(0, sql.offsetByCodePoints(0, sql.codePointCount(0, MAX_SQL)));
        QueryFigures shorter = new QueryFigures(query.executionId(), head + " … (" + (sql.length() - head.length())
                + " more characters, see the manifest)", query.scannedBytes(), query.resultBytes(), query.millis());
        return new ExportResult(status, featureGroupName, table, format, compression, output, shorter, chunks, cost,
                manifest, report, violations, startedAt, elapsedMillis);
    }
}
