package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.functions.base.Measure;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.convert.ChunkConverter;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.EnumSet;
import java.util.List;

/// Converts one chunk to its part. A record that cannot be converted is named in the answer: only the final step
/// knows whether the chunk began at the right byte, and the number of the record in the whole result.
public abstract sealed class ChunkHandler extends JsonHandler<ChunkHandler.Input, ChunkReport>
        permits ConvertChunkHandler, TransformOnlineChunkHandler {
    /// The input.
    ///
    /// @param work the prefix of the work folder
    /// @param chunk the chunk
    public record Input(S3Uri work, Chunk chunk) {}

    /// The time reserved for finishing a part: a row group is compressed, and the last bytes are sent.
    private static final int FINISH_MILLIS = 30_000;

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
        ChunkReport report = ChunkConverter.convert(
                objects, input.work(), input.chunk(), () -> context.getRemainingTimeInMillis() < FINISH_MILLIS);
        record(Measure.RECORDS, Math.max(0, report.records()));
        record(Measure.BYTES_IN, report.bytesIn());
        record(Measure.BYTES_OUT, report.part().map(part -> part.size()).orElse(0L));
        record(Measure.REPAIRED_CHUNKS, input.chunk().entry().isFromRepair() ? 1 : 0);
        log.info(
                "converted chunk {} ({} to {}), {} records",
                report.index(),
                report.start(),
                report.end(),
                report.records());
        return report;
    }
}
