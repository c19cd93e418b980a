package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.functions.base.Measure;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;

/// Proves that the chunks cover the result, and publishes the parts as one output. Fails as described in
/// [Finalizer#finish].
public final class FinalizeExportHandler extends JsonHandler<FinalizeExportHandler.Input, FinalAnswer> {
    /// The input.
    ///
    /// @param work the prefix of the work folder
    /// @param query the answer of PollQuery
    /// @param rounds the `manifest.json` of each run of the Distributed Map, in order
    public record Input(S3Uri work, PolledQuery query, List<ObjectLocation> rounds) {}

    private final Finalizer finalizer;

    /// Creates a handler that calls AWS.
    public FinalizeExportHandler() {
        this(new AwsClients());
    }

    private FinalizeExportHandler(AwsClients clients) {
        this(new S3ObjectStore(clients), Clock.systemUTC());
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3, Service.S3_PARTS)));
    }

    FinalizeExportHandler(ObjectStore objects, Clock clock) {
        super(Input.class, FinalAnswer.class);
        this.finalizer =
                new Finalizer(objects, clock, BucketRules.ofEnvironment().overwriteForeign());
    }

    @Override
    protected FinalAnswer handle(Input input, Context context) {
        FinalAnswer answer = FinalAnswer.of(finalizer.finish(
                input.work(),
                input.query(),
                input.rounds().stream().map(ObjectLocation::uri).toList()));
        answer.result().ifPresent(result -> {
            result.output().records().ifPresent(records -> record(Measure.RECORDS, records));
            record(Measure.BYTES_OUT, result.output().bytes());
            record(Measure.REPAIRED_CHUNKS, result.chunks().repaired());
        });
        return answer;
    }
}
