package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.QueryLimit;
import io.featurestore.steps.query.QueryPoll;
import io.featurestore.steps.query.StartedQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;

/// Reads the state of a query. Fails as described in [QueryPoll#poll].
public final class PollQueryHandler extends JsonHandler<PollQueryHandler.Input, PolledQuery> {
    /// The input.
    ///
    /// @param query the answer of StartQuery
    /// @param startedAt the start of the first attempt
    public record Input(StartedQuery query, Instant startedAt) {}

    private final QueryPoll poll;

    /// Creates a handler that calls AWS.
    public PollQueryHandler() {
        this(new AwsClients());
    }

    private PollQueryHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), InstantSource.system(), QueryLimit.ofEnvironment());
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA)));
    }

    PollQueryHandler(QueryEngine engine, InstantSource clock, QueryLimit limit) {
        super(Input.class, PolledQuery.class);
        this.poll = new QueryPoll(engine, clock, limit);
    }

    @Override
    protected PolledQuery handle(Input input, Context context) {
        PolledQuery polled = poll.poll(input.query(), input.startedAt());
        if (polled.state() == PolledQuery.State.RETRY) {
            log.warn(
                    "query execution {}, attempt {}, failed and may be tried again",
                    polled.queryExecutionId(),
                    input.query().attempt());
        }
        return polled;
    }
}
