package io.featurestore.functions;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.export.ResolvedExport;
import io.featurestore.steps.publish.ExportResult;
import io.featurestore.steps.publish.Finalization;
import io.featurestore.steps.publish.Finalizer;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/** Step 7: proves that the chunks tile the result, makes one output of the parts, and answers the export's result. */
public final class FinalizeExportHandler
        extends
            ExportHandler<FinalizeExportHandler.Input, FinalizeExportHandler.Answer> {
    /**
     * What comes in; what is not needed here is left out.
     *
     * @param resolved where the resolved export lies
     * @param query what PollQuery answered
     * @param chunkPlan what PlanChunks answered
     * @param rounds the {@code manifest.json} of each run of the Distributed Map, in order
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Input(S3Uri resolved, Ran query, ChunkPlan chunkPlan, List<Place> rounds) {}

    /**
     * The run of the query.
     *
     * @param queryExecutionId its id
     * @param scannedBytes bytes it scanned
     * @param millis time it took
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ran(String queryExecutionId, OptionalLong scannedBytes, OptionalLong millis) {}

    /**
     * What PlanChunks answered.
     *
     * @param plan where {@code plan.json} lies
     * @param chunkList where the list of chunks lies
     * @param chunks how many there are; 0 where the result is copied as it is
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ChunkPlan(S3Uri plan, Optional<Place> chunkList, int chunks) {}

    /**
     * A place as Step Functions spells it.
     *
     * @param bucket the bucket
     * @param key the key
     */
    public record Place(String bucket, String key) {
        S3Uri uri() {
            return new S3Uri(bucket, key);
        }

        static Place of(S3Uri uri) {
            return new Place(uri.bucket(), uri.key());
        }
    }

    /** What comes next. */
    public enum Status {
        /** The export is published. */
        DONE,
        /** Some chunks are to be converted again. */
        REPAIR
    }

    /**
     * What is answered.
     *
     * @param status what comes next
     * @param result the execution's output; where the export is published
     * @param chunkList the list of the chunks to repair
     * @param chunks how many there are
     */
    public record Answer(Status status, Optional<ExportResult> result, Optional<Place> chunkList,
            Optional<Integer> chunks) {}

    private final ObjectStore objects;
    private final Finalizer finalizer;

    /** Works with AWS. */
    public FinalizeExportHandler() {
        this(new AwsClients());
    }

    private FinalizeExportHandler(AwsClients clients) {
        this(new S3ObjectStore(clients), Clock.systemUTC());
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3, Service.S3_PARTS)));
    }

    FinalizeExportHandler(ObjectStore objects, Clock clock) {
        super(Input.class, Answer.class);
        this.objects = objects;
        this.finalizer = new Finalizer(objects, clock);
    }

    @Override
    protected Answer handle(Input input, Context context) {
        return switch (finalizer.finish(finalization(input))) {
            case Finalizer.Answer.Done(ExportResult result) -> {
                result.output().records().ifPresent(records -> record(Measure.RECORDS, records));
                record(Measure.BYTES_OUT, result.output().bytes());
                record(Measure.REPAIRED_CHUNKS, result.chunks().repaired());
                yield new Answer(Status.DONE, Optional.of(result), Optional.empty(), Optional.empty());
            }
            case Finalizer.Answer.Repair(S3Uri chunkList, int chunks) -> new Answer(Status.REPAIR, Optional.empty(),
                    Optional.of(Place.of(chunkList)), Optional.of(chunks));
        };
    }

    private Finalization finalization(Input input) {
        ResolvedExport resolved = ResolvedExport.read(objects, input.resolved());
        Ran ran = input.query();
        Finalization.Run run = new Finalization.Run(ran.queryExecutionId(), resolved.query().sql(),
                ran.scannedBytes().orElse(0), ran.millis().orElse(0));
        return new Finalization(resolved.export(), resolved.table().qualifiedName(), run,
                input.chunkPlan().plan(), input.chunkPlan().chunkList().map(Place::uri),
                input.rounds().stream().map(Place::uri).toList());
    }
}
