package io.featurestore.steps.query;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.store.objects.S3Uri;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the state of a query, and decides whether to poll again, to use the result, to start the query
/// again, or to fail.
public final class QueryPoll {
    private static final int ATTEMPTS = 3;
    /// The time to wait for row counts. They may come some time after the state SUCCEEDED, and they never
    /// come if Lake Formation filters rows
    /// (docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryRuntimeStatistics.html).
    private static final Duration STATISTICS_LAG = Duration.ofSeconds(60);

    /// The time to wait for the statement that counts rows after the end of the query.
    private static final Duration COUNTING_LAG = Duration.ofMinutes(2);

    private final QueryEngine engine;
    private final InstantSource clock;
    private final QueryLimit limit;

    /// Creates a poll of queries on the given engine.
    public QueryPoll(QueryEngine engine, InstantSource clock, QueryLimit limit) {
        this.engine = engine;
        this.clock = clock;
        this.limit = limit;
    }

    /// Reads the state of a query.
    ///
    /// @param startedAt the start of the first attempt
    /// @throws Failure as described in [QueryFailures] if the query ended without a result; `QueryTimedOut`
    ///     if it did not end in time and was stopped
    public PolledQuery poll(StartedQuery query, Instant startedAt) {
        QueryRun run = engine.describe(query.queryExecutionId());
        return switch (run.state()) {
            case QUEUED, RUNNING -> running(run, startedAt);
            case SUCCEEDED -> succeeded(run, query);
            case FAILED -> failed(run, query.attempt());
            case CANCELLED -> throw QueryFailures.of(run);
        };
    }

    private PolledQuery running(QueryRun run, Instant startedAt) {
        if (clock.instant().isAfter(startedAt.plus(limit.time()))) {
            engine.stop(run.id());
            throw QueryFailures.timedOut(run, limit.time());
        }
        return PolledQuery.unfinished(PolledQuery.State.RUNNING, run.id());
    }

    private PolledQuery failed(QueryRun run, int attempt) {
        Failure failure = QueryFailures.of(run);
        if (run.error().map(QueryRun.ErrorKind::retryable).orElse(false) && attempt < ATTEMPTS) {
            return PolledQuery.unfinished(PolledQuery.State.RETRY, run.id());
        }
        throw failure;
    }

    private PolledQuery succeeded(QueryRun run, StartedQuery query) {
        QueryEngine.Statistics statistics = engine.statistics(run.id());
        if (statistics.outputRows().isEmpty() && mayCome(run)) {
            return PolledQuery.unfinished(PolledQuery.State.RUNNING, run.id());
        }
        Optional<CountingRun> counting = query.counting().map(c -> counted(c, run));
        if (counting.flatMap(c -> c.queryExecutionId()).isPresent()
                && counting.get().scannedBytes().isEmpty()
                && counting.get().problem().isEmpty()) {
            return PolledQuery.unfinished(PolledQuery.State.RUNNING, run.id());
        }
        S3Uri location = run.outputLocation()
                .orElseThrow(() ->
                        new Internal("Query execution " + run.id() + " succeeded, but Athena names no result object."));
        return new PolledQuery(
                PolledQuery.State.SUCCEEDED,
                run.id(),
                Optional.of(location),
                OptionalLong.of(statistics.outputRows().orElse(-1)),
                OptionalLong.of(statistics.outputBytes().orElse(-1)),
                OptionalLong.of(run.scannedBytes()),
                OptionalLong.of(run.millis()),
                counting,
                query.unloaded().map(prefix -> new PolledQuery.Unloaded(prefix, run.manifest())));
    }

    /// Returns the state of the run that counts rows: unchanged if it still runs and may be waited for.
    private CountingRun counted(CountingRun counting, QueryRun query) {
        if (counting.queryExecutionId().isEmpty()) {
            return counting;
        }
        String id = counting.queryExecutionId().get();
        try {
            QueryRun run = engine.describe(id);
            return switch (run.state()) {
                case SUCCEEDED -> counting.ended(run.scannedBytes(), Optional.empty());
                case FAILED, CANCELLED ->
                    counting.ended(
                            run.scannedBytes(),
                            Optional.of(String.valueOf(QueryFailures.of(run).getMessage())));
                case QUEUED, RUNNING -> {
                    if (query.completedAt()
                            .map(end -> clock.instant().isBefore(end.plus(COUNTING_LAG)))
                            .orElse(false)) {
                        yield counting;
                    }
                    engine.stop(id);
                    yield counting.ended(
                            run.scannedBytes(),
                            Optional.of("Query execution " + id + " was still " + run.state() + " "
                                    + COUNTING_LAG.toMinutes() + " minutes after the export's query and was stopped."));
                }
            };
        } catch (Failure e) {
            return new CountingRun(
                    counting.queryExecutionId(),
                    counting.outputLocation(),
                    OptionalLong.empty(),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// Returns whether row counts may still come. Without a completion time the wait has no start, so it is
    /// skipped.
    private boolean mayCome(QueryRun run) {
        return run.completedAt()
                .map(c -> clock.instant().isBefore(c.plus(STATISTICS_LAG)))
                .orElse(false);
    }
}
