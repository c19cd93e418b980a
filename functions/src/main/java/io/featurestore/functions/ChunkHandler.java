package io.featurestore.functions;

import java.util.EnumSet;
import java.util.List;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.PlanReader;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * Step 5: converts one chunk to its part. A record that cannot be converted stands in the answer: only the whole export
 * knows whether the chunk was begun rightly, and the record's number.
 */
public abstract sealed class ChunkHandler extends ExportHandler<ChunkHandler.Input, ChunkReport>
        permits ConvertChunkHandler, TransformOnlineChunkHandler {
    /**
     * What comes in.
     *
     * @param plan where the plan lies
     * @param chunk the chunk
     */
    public record Input(S3Uri plan, Chunk chunk) {}

    /** Time to end a part in: a Parquet row group is compressed, and the last bytes are sent. */
    private static final int TO_END_MILLIS = 30_000;

    private final ObjectStore objects;

    ChunkHandler(ObjectStore objects) {
        super(Input.class, ChunkReport.class);
        this.objects = objects;
    }

    ChunkHandler(AwsClients clients, List<ConversionRehearsal> rehearsals) {
        this(new S3ObjectStore(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3)));
        beforeSnapshot(() -> rehearsals.forEach(ConversionRehearsal::run));
    }

    @Override
    protected ChunkReport handle(Input input, Context context) {
        ExportPlan plan = PlanReader.plan(objects, input.plan());
        ChunkReport report = ChunkConverter.convert(objects, plan, input.chunk(), () -> context
                .getRemainingTimeInMillis() < TO_END_MILLIS);
        boolean repair = input.chunk().entry() == Entry.INSIDE_QUOTES || input.chunk().entry() == Entry.OUTSIDE_QUOTES;
        record(Measure.RECORDS, Math.max(0, report.records()));
        record(Measure.BYTES_IN, report.bytesIn());
        record(Measure.BYTES_OUT, report.part().map(part -> part.size()).orElse(0L));
        record(Measure.REPAIRED_CHUNKS, repair ? 1 : 0);
        log.info("converted chunk {} ({} to {}), {} records", report.index(), report.start(), report.end(), report
                .records());
        return report;
    }
}
