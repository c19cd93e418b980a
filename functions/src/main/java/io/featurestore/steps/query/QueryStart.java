package io.featurestore.steps.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.S3Uri;

/** Starts the query of a job, and writes down its id and where its result goes, so that a clean-up finds both. */
public final class QueryStart {
    private final QueryEngine engine;

    public QueryStart(QueryEngine engine) {
        this.engine = engine;
    }

    /**
     * Starts an attempt. A call that is repeated with the same job and attempt starts nothing twice: the token is made
     * from execution, attempt and statement. Fails as {@link QueryEngine#start} does.
     *
     * @param attempt the number of the attempt, from 1
     */
    public StartedQuery start(Job job, int attempt, WorkFolder work) {
        String sql = job.query().sql();
        S3Uri location = job.settings().outputLocation().orElse(work.queryResult());
        String id = engine.start(new QueryEngine.Submission(sql, job.table().catalog(), job.table().database(),
                job.settings().workgroup(), location, token(job.execution().id(), attempt, sql)));
        StartedQuery started = new StartedQuery(id, attempt, Optional.of(location));
        work.write(Document.QUERY, started);
        // A work group may enforce another location; only a run tells.
        Optional<S3Uri> actual = engine.describe(id).outputLocation();
        if (actual.isEmpty()) {
            return started;
        }
        StartedQuery located = new StartedQuery(id, attempt, actual);
        work.write(Document.QUERY, located);
        return located;
    }

    /** Returns 64 characters; Athena takes 32 to 128. */
    private static String token(String executionId, int attempt, String sql) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest((executionId + "\n" + attempt + "\n" + sql).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
