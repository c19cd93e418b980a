package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.chunks.Planner;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.RowCounts;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.EnumSet;

/// Splits the query's result into chunks. Fails as described in [Planner#plan].
public final class PlanChunksHandler extends JsonHandler<PlanChunksHandler.Input, ChunkList> {
    /// The input.
    ///
    /// @param work the prefix of the work folder
    /// @param query the answer of PollQuery
    public record Input(S3Uri work, PolledQuery query) {}

    private final QueryEngine engine;
    private final ObjectStore objects;

    /// Creates a handler that calls AWS.
    public PlanChunksHandler() {
        this(new AwsClients());
    }

    private PlanChunksHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), new S3ObjectStore(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA, Service.S3)));
    }

    PlanChunksHandler(QueryEngine engine, ObjectStore objects) {
        super(Input.class, ChunkList.class);
        this.engine = engine;
        this.objects = objects;
    }

    @Override
    protected ChunkList handle(Input input, Context context) {
        WorkFolder work = new WorkFolder(objects, input.work());
        RowCounts.keep(input.query(), engine, work);
        Job job = work.read(Document.JOB, Job.class);
        Planner.Planned planned = new Planner(objects).plan(job, input.query(), engine::columns, work);
        log.info(
                "planned {} chunks of {} bytes, {} records",
                planned.chunks().size(),
                planned.plan().resultBytes(),
                planned.plan().resultRows());
        return ChunkList.of(planned, work, job.execution());
    }
}
