package io.featurestore.functions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.QueryFailures;
import io.featurestore.steps.query.QueryRun;
import io.featurestore.store.objects.S3Uri;

/**
 * Step 3 goes on: asks where the query stands. Fails as {@link QueryFailures} says where it ended without a result, and
 * with {@code QueryTimedOut} where it did not end in time; then it is stopped.
 */
public final class PollQueryHandler extends ExportHandler<PollQueryHandler.Input, PolledQuery> {
    /**
     * What comes in.
     *
     * @param query what StartQuery answered
     * @param startedAt when the first attempt was started
     */
    public record Input(StartedQuery query, Instant startedAt) {}

    /** For all attempts together; Athena's own limit is half an hour of running, and queueing is not in it. */
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final int ATTEMPTS = 3;
    /**
     * Row counts may come some time after the state SUCCEEDED, and never where Lake Formation filters rows
     * (docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryRuntimeStatistics.html), so they are waited for,
     * but not for ever.
     */
    private static final Duration STATISTICS_LAG = Duration.ofSeconds(60);

    private final QueryEngine engine;
    private final InstantSource clock;

    /** Works with AWS. */
    public PollQueryHandler() {
        this(new AwsClients());
    }

    private PollQueryHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), InstantSource.system());
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA)));
    }

    PollQueryHandler(QueryEngine engine, InstantSource clock) {
        super(Input.class, PolledQuery.class);
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    protected PolledQuery handle(Input input, Context context) {
        QueryRun run = engine.describe(input.query().queryExecutionId());
        return switch (run.state()) {
            case QUEUED, RUNNING -> running(run, input.startedAt());
            case SUCCEEDED -> succeeded(run);
            case FAILED -> failed(run, input.query().attempt());
            case CANCELLED -> throw QueryFailures.of(run);
        };
    }

    private PolledQuery running(QueryRun run, Instant startedAt) {
        if (clock.instant().isAfter(startedAt.plus(LIMIT))) {
            engine.stop(run.id());
            throw QueryFailures.timedOut(run, LIMIT);
        }
        return PolledQuery.unfinished(PolledQuery.State.RUNNING, run.id());
    }

    private PolledQuery failed(QueryRun run, int attempt) {
        ExportFailure failure = QueryFailures.of(run);
        if (run.error().map(QueryRun.ErrorKind::retryable).orElse(false) && attempt < ATTEMPTS) {
            log.warn("query execution {}, attempt {}, failed and may be tried again", run.id(), attempt);
            return PolledQuery.unfinished(PolledQuery.State.RETRY, run.id());
        }
        throw failure;
    }

    private PolledQuery succeeded(QueryRun run) {
        QueryEngine.Statistics statistics = engine.statistics(run.id());
        if (statistics.outputRows().isEmpty() && mayCome(run)) {
            return PolledQuery.unfinished(PolledQuery.State.RUNNING, run.id());
        }
        S3Uri location = run.outputLocation()
                .orElseThrow(() -> new ExportFailure.Internal("Query execution " + run.id()
                        + " succeeded, but Athena names no result object."));
        return new PolledQuery(PolledQuery.State.SUCCEEDED, run.id(), Optional.of(location),
                OptionalLong.of(statistics.outputRows().orElse(-1)),
                OptionalLong.of(statistics.outputBytes().orElse(-1)), OptionalLong.of(run.scannedBytes()),
                OptionalLong.of(run.millis()));
    }

    /** Without a time of completion there is nothing to wait by. */
    private boolean mayCome(QueryRun run) {
        return run.completedAt().map(c -> clock.instant().isBefore(c.plus(STATISTICS_LAG))).orElse(false);
    }
}
