package io.featurestore.functions;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.steps.publish.Finalization;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/** Proves that the chunks tile the result, and makes one output of the parts. Fails as {@link Finalizer#finish} says. */
public final class FinalizeExportHandler extends JsonHandler<FinalizeExportHandler.Input, FinalAnswer> {
    /**
     * The input.
     *
     * @param work the prefix of the work folder
     * @param query the answer of PollQuery
     * @param rounds the {@code manifest.json} of each run of the Distributed Map, in order
     */
    public record Input(S3Uri work, PolledQuery query, List<ObjectPlace> rounds) {}

    private final ObjectStore objects;
    private final Finalizer finalizer;

    /** Creates a handler that calls AWS. */
    public FinalizeExportHandler() {
        this(new AwsClients());
    }

    private FinalizeExportHandler(AwsClients clients) {
        this(new S3ObjectStore(clients), Clock.systemUTC());
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3, Service.S3_PARTS)));
    }

    FinalizeExportHandler(ObjectStore objects, Clock clock) {
        super(Input.class, FinalAnswer.class);
        this.objects = objects;
        this.finalizer = new Finalizer(objects, clock);
    }

    @Override
    protected FinalAnswer handle(Input input, Context context) {
        Job job = new WorkFolder(objects, input.work()).read(Document.JOB, Job.class);
        FinalAnswer answer = FinalAnswer.of(finalizer.finish(new Finalization(job, input.query(),
                input.rounds().stream().map(ObjectPlace::uri).toList())));
        answer.result().ifPresent(result -> {
            result.output().records().ifPresent(records -> record(Measure.RECORDS, records));
            record(Measure.BYTES_OUT, result.output().bytes());
            record(Measure.REPAIRED_CHUNKS, result.chunks().repaired());
        });
        return answer;
    }
}
