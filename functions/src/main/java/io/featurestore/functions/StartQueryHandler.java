package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.QueryStart;
import io.featurestore.steps.query.StartedQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.EnumSet;

/// Starts the query of a job. Fails as described in [QueryStart#start].
public final class StartQueryHandler extends JsonHandler<StartQueryHandler.Input, StartedQuery> {
    /// The input.
    ///
    /// @param work the prefix of the work folder
    /// @param attempt the number of the attempt, from 1
    public record Input(S3Uri work, int attempt) {}

    private final QueryStart start;
    private final ObjectStore objects;

    /// Creates a handler that calls AWS.
    public StartQueryHandler() {
        this(new AwsClients());
    }

    private StartQueryHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), new S3ObjectStore(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA, Service.S3)));
    }

    StartQueryHandler(QueryEngine engine, ObjectStore objects) {
        super(Input.class, StartedQuery.class);
        this.start = new QueryStart(engine);
        this.objects = objects;
    }

    @Override
    protected StartedQuery handle(Input input, Context context) {
        WorkFolder work = new WorkFolder(objects, input.work());
        RowPath path =
                work.find(Document.PATH, PathChoice.class).map(PathChoice::path).orElse(RowPath.SELECT);
        StartedQuery started = start.start(work.read(Document.JOB, Job.class), path, input.attempt(), work);
        log.info("started query execution {}, attempt {}", started.queryExecutionId(), started.attempt());
        return started;
    }
}
