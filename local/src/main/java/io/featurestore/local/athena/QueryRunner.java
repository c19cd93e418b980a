package io.featurestore.local.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.store.FullDisk;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Runs up to two queries at the same time. The others wait in the order in which they were submitted.
final class QueryRunner implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int CLOSING_SECONDS = 10;
    private static final int CANCEL_MILLIS = 20;
    private static final int PAUSE_MILLIS = 50;

    private final QueryLog log;
    private final Engine engine;
    private final String account;
    private final Map<String, QueryJob> jobs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("athena-", 0).daemon().factory());
    private volatile boolean closing;
    private volatile QueryFaults faults = QueryFaults.NONE;

    /// Creates a runner.
    ///
    /// @param account the account that owns all buckets
    QueryRunner(QueryLog log, Engine engine, String account) {
        this.log = log;
        this.engine = engine;
        this.account = account;
    }

    void useFaults(QueryFaults others) {
        faults = others;
    }

    void submit(String id, OptionalLong cutoff) {
        JsonNode execution = log.entry(id).path("Execution");
        String database =
                execution.path("QueryExecutionContext").path("Database").asText("");
        S3Uri result = S3Uri.parse(execution
                        .path("ResultConfiguration")
                        .path("OutputLocation")
                        .asText())
                .orElseThrow(() -> new IllegalStateException("query " + id + " has no output location"));
        QueryJob job = new QueryJob(
                execution.path("Query").asText(),
                database.isEmpty() ? Optional.empty() : Optional.of(database),
                result,
                cutoff);
        jobs.put(id, job);
        QueryFaults.Behaviour behaviour = faults.of(execution);
        if (behaviour == QueryFaults.Behaviour.NEVER_ENDS) {
            // This query gets its own thread, so that it does not block the others.
            Thread.ofVirtual().start(() -> run(id, job, behaviour));
        } else {
            threads.execute(() -> run(id, job, behaviour));
        }
    }

    /// Stops a query. A query that has ended is not changed.
    void stop(String id) {
        QueryJob job = jobs.get(id);
        if (job == null) {
            return;
        }
        synchronized (job) {
            if (log.change(id, QueryLog.State.CANCELLED, entry -> ((ObjectNode)
                            entry.path("Execution").path("Status"))
                    .put("StateChangeReason", "Query cancelled by user"))) {
                job.giveUp();
                cancel(id, job);
            }
        }
    }

    /// Cancels the query again and again until it has ended, because DuckDB ignores a cancellation that comes
    /// just before a statement begins.
    private void cancel(String id, QueryJob job) {
        Thread.ofVirtual().start(() -> {
            try {
                while (jobs.containsKey(id)) {
                    job.stop();
                    Thread.sleep(CANCEL_MILLIS);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot stop a query", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(String id, QueryJob job, QueryFaults.Behaviour behaviour) {
        try {
            long started = System.nanoTime();
            if (!closing && log.change(id, QueryLog.State.RUNNING, entry -> {}) && goesOn(id, job, behaviour)) {
                checkOwner(id);
                Outcome outcome = job.run(engine);
                try {
                    job.halfway();
                    finish(id, job, outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
                } finally {
                    Scratch.delete(outcome.folder());
                }
            }
        } catch (QueryFailure e) {
            fail(id, job, e);
        } catch (IOException e) {
            Optional<String> full = FullDisk.of(e);
            fail(id, job, QueryFailure.system("GENERIC_INTERNAL_ERROR: " + full.orElse(e.toString()), full.isEmpty()));
        } catch (RuntimeException e) {
            fail(id, job, QueryFailure.system("GENERIC_INTERNAL_ERROR: " + e, true));
        } finally {
            jobs.remove(id);
        }
    }

    /// Fails a query that expects another account to own the bucket of its result
    /// (docs.aws.amazon.com/athena/latest/APIReference/API_ResultConfiguration.html).
    private void checkOwner(String id) throws QueryFailure {
        JsonNode result = log.entry(id).path("Execution").path("ResultConfiguration");
        String owner = result.path(QueryRequest.OWNER).asText(account);
        if (!owner.equals(account)) {
            throw QueryFailure.plain(
                    "HIVE_FILESYSTEM_ERROR",
                    "Access denied when writing output to url: "
                            + result.path("OutputLocation").asText()
                            + " . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results "
                            + "with KMS key, please ensure you are allowed to access your KMS key");
        }
    }

    /// Applies a fault to a query that has just started. Returns whether the query is to run normally.
    private boolean goesOn(String id, QueryJob job, QueryFaults.Behaviour behaviour) throws QueryFailure {
        switch (behaviour) {
            case RUNS -> {
                return true;
            }
            case QUEUES_AGAIN -> {
                pause();
                log.change(id, QueryLog.State.QUEUED, entry -> {});
                pause();
                return log.change(id, QueryLog.State.RUNNING, entry -> {});
            }
            case FAILS_RETRYABLE -> throw nodeLost();
            case FAILS -> throw notExecuted();
            case IS_CANCELLED -> stop(id);
            case FAILS_HALFWAY_RETRYABLE -> {
                job.atHalf(() -> {
                    throw nodeLost();
                });
                return true;
            }
            case FAILS_HALFWAY -> {
                job.atHalf(() -> {
                    throw notExecuted();
                });
                return true;
            }
            case IS_CANCELLED_HALFWAY -> {
                job.atHalf(() -> stop(id));
                return true;
            }
            case NEVER_ENDS -> {
                while (!job.stopped() && !closing) {
                    pause();
                }
            }
        }
        return false;
    }

    private static QueryFailure nodeLost() {
        return QueryFailure.system("GENERIC_INTERNAL_ERROR: the query's node was lost", true);
    }

    private static QueryFailure notExecuted() {
        return QueryFailure.system("GENERIC_INTERNAL_ERROR: the query could not be executed", false);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String id, QueryJob job, QueryFailure failure) {
        if (!job.stopped()) {
            log.fail(id, failure);
        }
    }

    private void finish(String id, QueryJob job, Outcome outcome, long engineMillis) throws IOException {
        synchronized (job) {
            if (job.stopped()) {
                return;
            }
            job.put(outcome, engine.buckets(), engine.catalog());
            // Who sees the end of the query finds no unfinished result of it any more.
            Scratch.delete(outcome.folder());
            log.change(id, QueryLog.State.SUCCEEDED, entry -> {
                ObjectNode statistics = (ObjectNode) entry.path("Execution").path("Statistics");
                statistics
                        .put("EngineExecutionTimeInMillis", engineMillis)
                        .put("DataScannedInBytes", outcome.scanned().bytes());
                outcome.manifest().ifPresent(uri -> statistics.put("DataManifestLocation", uri.toString()));
                var columns = entry.putArray("Columns");
                outcome.columns().forEach(column -> columns.add(column.info()));
                entry.putObject("Rows")
                        .put("InputRows", outcome.scanned().rows())
                        .put("InputBytes", outcome.scanned().bytes())
                        .put("OutputBytes", outcome.bytes())
                        .put("OutputRows", outcome.rows());
            });
        }
    }

    /// Stops the running queries without changing the log. When the log is opened again, they become FAILED.
    @Override
    public void close() {
        closing = true;
        threads.shutdown();
        jobs.forEach(this::cancel);
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
