package io.featurestore.steps.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.featurestore.export.ExportRequest;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.report.Report;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.Observed;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.cost.Usage;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.work.KeptEstimate;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.PartOutput;

/** The figures of a published export. */
final class Summary {
    /** Documents in the work prefix, the query's result, and the manifest; a page of a listing now and then. */
    private static final long DOCUMENTS = 12;
    /** A converter reads the plan, its range, and a little past its end. */
    private static final long READS_PER_CONVERSION = 3;

    private final Finalization input;
    private final ExportPlan plan;
    private final Conversions conversions;
    private final List<Counted> chunks;
    private final Publishing.Published published;
    private final Gathered gathered;
    private final Optional<KeptEstimate> estimate;

    Summary(Finalization input, ExportPlan plan, Conversions conversions, List<Counted> chunks,
            Publishing.Published published, Gathered gathered, Optional<KeptEstimate> estimate) {
        this.input = input;
        this.plan = plan;
        this.conversions = conversions;
        this.chunks = chunks;
        this.published = published;
        this.gathered = gathered;
        this.estimate = estimate;
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
                request.report() ? Optional.of(ReportFile.of(request.output())) : Optional.empty(), violations(),
                input.export().startedAt(), Duration.between(input.export().startedAt(), ended).toMillis());
    }

    private OptionalInt violations() {
        return gathered.outcomes().isPresent() ? OptionalInt.of(gathered.violations().size()) : OptionalInt.empty();
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

    /** Returns the report on what {@link #result} says. */
    Report report(ExportResult result) {
        List<Report.Conversion> timeline = chunks.stream()
                .map(Counted::report)
                .map(chunk -> new Report.Conversion(chunk.startedAt(), chunk.millis(), Math.max(0, chunk.records()),
                        conversions.repaired().contains(chunk.index())))
                .toList();
        String format = result.format().name() + (result.compression() == Compression.NONE
                ? ""
                : ", " + result.compression().name());
        ExportResult.Output output = result.output();
        ExportResult.QueryFigures query = result.query();
        List<String> names = plan.columns().stream().map(OutputColumn::outputName).toList();
        return new Report(result.featureGroupName(), result.table(), output.uri().toString(),
                result.manifest().toString(), format.toLowerCase(Locale.ROOT), output.records(), output.bytes(),
                result.startedAt(), result.elapsedMillis(),
                new Report.Query(query.sql(), query.scannedBytes(), query.resultBytes(), query.millis()),
                result.cost(), estimate.map(kept -> kept.estimate().cost().totalUsd()),
                gathered.statistics().orElse(List.of()), names, plan.observed().map(Observed::eventTime).orElse(""),
                gathered.outcomes().orElse(List.of()), timeline);
    }

    private Optional<Usage.EstimateWork> estimating() {
        return estimate.map(kept -> {
            Estimate.Files files = kept.estimate().files();
            return new Usage.EstimateWork(kept.millis(), files.count(), files.read());
        });
    }

    private Usage usage(Duration finalizing) {
        long partWrites = chunks.stream()
                .mapToLong(chunk -> 1 + Finalizer.part(chunk).size() / PartOutput.PART_BYTES)
                .sum();
        // What a chunk gathered is written once and read once.
        long gatherings = plan.observed().isPresent() ? conversions.calls() : 0;
        return new Usage(input.query().scannedBytes(), input.query().millis(), estimating(), conversions.calls(),
                conversions.millis(), input.rounds().size(), finalizing.toMillis(),
                DOCUMENTS + partWrites + published.requests() + gatherings,
                DOCUMENTS + READS_PER_CONVERSION * conversions.calls() + gatherings);
    }
}
