package io.featurestore.export.output;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.featurestore.export.chunks.ExportPlan;
import io.featurestore.export.chunks.ExportPlan.Handling;
import io.featurestore.export.chunks.Tiling.Counted;
import io.featurestore.export.cost.ExportCost;
import io.featurestore.export.cost.Usage;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.request.ExportRequest;

/** The figures of a published export. */
final class Summary {
    /** Documents in the work prefix, the query's result, and the manifest; a page of a listing now and then. */
    private static final long DOCUMENTS = 12;
    /** A part of more bytes is written in several requests. */
    private static final long PART_REQUEST_BYTES = 8 << 20;
    /** A converter reads the plan, its range, and a little past its end. */
    private static final long READS_PER_CONVERSION = 3;

    private final Finalization input;
    private final ExportPlan plan;
    private final Conversions conversions;
    private final List<Counted> chunks;
    private final Publishing.Published published;

    Summary(Finalization input, ExportPlan plan, Conversions conversions, List<Counted> chunks,
            Publishing.Published published) {
        this.input = input;
        this.plan = plan;
        this.conversions = conversions;
        this.chunks = chunks;
        this.published = published;
    }

    /** Returns the execution's result; the final step began and ends at the given instants. */
    ExportResult result(Instant began, Instant ended) {
        ExportRequest request = input.export().request();
        ExportResult.Output output = new ExportResult.Output(request.output(), published.files().size(),
                published.bytes(), records());
        return new ExportResult("SUCCEEDED", request.groupName(), input.table(), request.format(),
                request.compression(), output, query(),
                new ExportResult.Chunks(conversions.planned(), conversions.repaired().size()),
                ExportCost.of(usage(Duration.between(began, ended))), Manifest.of(request.output()),
                input.export().startedAt(), Duration.between(input.export().startedAt(), ended).toMillis());
    }

    /** Returns the chunks as the manifest lists them. */
    List<Manifest.ChunkLine> lines() {
        return IntStream.range(0, chunks.size()).mapToObj(this::line).toList();
    }

    private Manifest.ChunkLine line(int index) {
        Counted chunk = chunks.get(index);
        ObjectRef part = Finalizer.part(chunk);
        return new Manifest.ChunkLine(index, chunk.report().start(), chunk.report().end(),
                chunk.records() == 0 ? OptionalLong.empty() : OptionalLong.of(chunk.firstRecord()), chunk.records(),
                part.size(), part.etag().replace("\"", ""), conversions.repaired().contains(chunk.report().index()),
                plan.partFiles() ? Optional.of(published.files().get(index).uri()) : Optional.empty());
    }

    private ExportResult.QueryFigures query() {
        Finalization.Run run = input.query();
        return new ExportResult.QueryFigures(run.executionId(), run.sql(), run.scannedBytes(), plan.source().size(),
                run.millis());
    }

    private OptionalLong records() {
        if (plan.handling() == Handling.COPY) {
            return plan.resultRows() < 0 ? OptionalLong.empty() : OptionalLong.of(plan.resultRows());
        }
        return OptionalLong.of(chunks.stream().mapToLong(Counted::records).sum());
    }

    private Usage usage(Duration finalizing) {
        long partWrites = chunks.stream()
                .mapToLong(chunk -> 1 + Finalizer.part(chunk).size() / PART_REQUEST_BYTES)
                .sum();
        return new Usage(input.query().scannedBytes(), input.query().millis(), conversions.calls(),
                conversions.millis(), input.rounds().size(), finalizing.toMillis(),
                DOCUMENTS + partWrites + published.requests(),
                DOCUMENTS + READS_PER_CONVERSION * conversions.calls());
    }
}
