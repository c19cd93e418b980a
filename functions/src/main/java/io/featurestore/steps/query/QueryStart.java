package io.featurestore.steps.query;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.records.Compression;
import io.featurestore.sql.Unload;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Table;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Starts the query of a job, and the statement that counts rows for the warnings. Stores the ids and the
/// locations of the results, so that the clean-up finds both.
public final class QueryStart {
    private final QueryEngine engine;

    /// Creates a starter of queries on the given engine.
    public QueryStart(QueryEngine engine) {
        this.engine = engine;
    }

    /// Starts an attempt and writes [Document#QUERY]. A repeated call with the same job and attempt starts no
    /// second run, because the token is a hash of execution, attempt and statement. Fails as
    /// [QueryEngine#start] does.
    ///
    /// @param path the way in which the rows come
    /// @param attempt the number of the attempt, from 1
    public StartedQuery start(Job job, RowPath path, int attempt, WorkFolder work) {
        // What a failed attempt left would make the next one fail: UNLOAD demands an empty prefix.
        Optional<S3Uri> unloaded = path == RowPath.UNLOAD ? Optional.of(work.unloaded(attempt)) : Optional.empty();
        String sql = statement(job, unloaded);
        S3Uri location = job.settings().outputLocation().orElse(work.queryResult());
        String id = engine.start(submission(job, sql, location, attempt));
        StartedQuery started = new StartedQuery(id, attempt, Optional.of(location), Optional.empty(), unloaded);
        work.write(Document.QUERY, started);
        // A work group may enforce another location; only the run reports it.
        S3Uri actual = engine.describe(id).outputLocation().orElse(location);
        Optional<CountingRun> counting = job.query().counting().map(text -> count(job, text, location));
        if (actual.equals(location) && counting.isEmpty()) {
            return started;
        }
        StartedQuery located = new StartedQuery(id, attempt, Optional.of(actual), counting, unloaded);
        work.write(Document.QUERY, located);
        return located;
    }

    /// Returns the statement of a job.
    ///
    /// @param unloaded the prefix of the files that it writes with UNLOAD; empty for a SELECT
    public static String statement(Job job, Optional<S3Uri> unloaded) {
        return unloaded.map(prefix -> unload(job, prefix)).orElse(job.query().sql());
    }

    /// Returns the statement that writes the records as Parquet files. Their codec is that of a Parquet output
    /// whose row groups are copied, and zstd otherwise
    /// (docs.aws.amazon.com/athena/latest/ug/compression-formats.html).
    private static String unload(Job job, S3Uri prefix) {
        Unload unload = job.unload().orElseThrow(() -> new Internal("UNLOAD was chosen, but has no statement."));
        Compression codec = unload.typed() ? job.form().compression() : Compression.ZSTD;
        return "UNLOAD (" + unload.select() + "\n) TO '" + prefix.toString().replace("'", "''")
                + "' WITH (format = 'PARQUET', compression = '"
                + (codec == Compression.NONE ? "NONE" : codec.name()) + "')";
    }

    /// Starts the statement that counts. All attempts of the query share one run.
    private CountingRun count(Job job, String sql, S3Uri location) {
        try {
            String id = engine.start(submission(job, sql, location, 1));
            return CountingRun.started(id, engine.describe(id).outputLocation().orElse(location));
        } catch (Failure e) {
            return CountingRun.failed(String.valueOf(e.getMessage()));
        }
    }

    private static QueryEngine.Submission submission(Job job, String sql, S3Uri location, int attempt) {
        return new QueryEngine.Submission(
                sql,
                catalog(job.table()),
                job.table().database(),
                job.settings().workgroup(),
                location,
                token(job.execution().id(), attempt, sql));
    }

    /// Returns the catalog of the query's context, which is a registered one. The statement names any other
    /// catalog itself.
    private static String catalog(Table table) {
        return table.catalog().startsWith("glue:") ? Table.OWN_CATALOG : table.catalog();
    }

    /// Returns a token of 64 characters. Athena accepts 32 to 128.
    private static String token(String executionId, int attempt, String sql) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((executionId + "\n" + attempt + "\n" + sql).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
