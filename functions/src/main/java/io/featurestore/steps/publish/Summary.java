package io.featurestore.steps.publish;

import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.ProfileRequest;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.cost.TableRequests;
import io.featurestore.steps.cost.Usage;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.publish.results.ConversionResults;
import io.featurestore.steps.publish.results.MergedProfile;
import io.featurestore.steps.query.CountedRows;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryStart;
import io.featurestore.steps.report.Report;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.SideFiles;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.PartOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Computes the figures of a published export: its result, its manifest lines and its report.
final class Summary {
    /// The number of requests for documents of the work folder, the query's result and the manifest, with a
    /// few pages of listings.
    private static final long DOCUMENTS = 12;
    /// The number of reads per conversion: the plan, the chunk, and the bytes after its end.
    private static final long READS_PER_CONVERSION = 3;

    private final FinalizerInput input;
    private final Plan plan;
    private final ConversionResults conversions;
    private final List<Counted> chunks;
    private final Publisher.Published published;
    private final MergedProfile profile;
    private final Optional<KeptEstimate> estimate;
    private final Optional<CountedRows> counted;

    Summary(
            FinalizerInput input,
            Plan plan,
            ConversionResults conversions,
            List<Counted> chunks,
            Publisher.Published published,
            MergedProfile profile,
            Optional<KeptEstimate> estimate,
            Optional<CountedRows> counted) {
        this.input = input;
        this.plan = plan;
        this.conversions = conversions;
        this.chunks = chunks;
        this.published = published;
        this.profile = profile;
        this.estimate = estimate;
        this.counted = counted;
    }

    /// Returns the execution's result. The final step ran from `stepStart` to `stepEnd`.
    ExportResult result(Instant stepStart, Instant stepEnd) {
        Job job = input.job();
        Form form = job.form();
        SideFiles sideFiles = SideFiles.of(form.output());
        Instant startedAt = job.execution().startedAt();
        ExportResult.Output output =
                new ExportResult.Output(form.output(), published.files().size(), published.bytes(), records());
        return new ExportResult(
                "SUCCEEDED",
                job.table().featureGroupName(),
                job.table().qualifiedName(),
                form.format(),
                form.compression(),
                output,
                query(),
                new ExportResult.Chunks(
                        conversions.planned(), conversions.repaired().size()),
                ExportCost.of(usage(Duration.between(stepStart, stepEnd))),
                plan.path(),
                plan.choice().map(PathChoice::reason),
                counted.map(c -> c.warnings(job)).orElse(List.of()),
                sideFiles.manifest(),
                job.quality().report() ? Optional.of(sideFiles.report()) : Optional.empty(),
                violations(),
                startedAt,
                Duration.between(startedAt, stepEnd).toMillis());
    }

    private OptionalInt violations() {
        return profile.outcomes().isPresent()
                ? OptionalInt.of(profile.violations().size())
                : OptionalInt.empty();
    }

    /// Returns the chunks in the form of the manifest.
    List<Manifest.ChunkLine> manifestChunks() {
        return IntStream.range(0, chunks.size()).mapToObj(this::manifestChunk).toList();
    }

    private Manifest.ChunkLine manifestChunk(int index) {
        Counted chunk = chunks.get(index);
        ObjectRef part = Finalizer.part(chunk);
        return new Manifest.ChunkLine(
                index,
                chunk.report().start(),
                chunk.report().end(),
                chunk.records() == 0 ? OptionalLong.empty() : OptionalLong.of(chunk.firstRecord()),
                chunk.records(),
                part.size(),
                part.etag().replace("\"", ""),
                conversions.repaired().contains(chunk.report().index()),
                plan.partFiles() ? Optional.of(published.files().get(index).uri()) : Optional.empty());
    }

    private ExportResult.QueryFigures query() {
        return new ExportResult.QueryFigures(
                input.query().queryExecutionId(),
                QueryStart.statement(input.job(), input.query().unloaded().map(PolledQuery.Unloaded::prefix)),
                scannedBytes(),
                plan.resultBytes(),
                queryMillis());
    }

    private long scannedBytes() {
        return input.query().scannedBytes().orElse(0);
    }

    private long queryMillis() {
        return input.query().millis().orElse(0);
    }

    private OptionalLong records() {
        if (plan.handling() == Handling.COPY) {
            return plan.resultRows() < 0 ? OptionalLong.empty() : OptionalLong.of(plan.resultRows());
        }
        if (plan.handling() == Handling.CARRY) {
            return OptionalLong.of(plan.extent());
        }
        return OptionalLong.of(chunks.stream().mapToLong(Counted::records).sum());
    }

    /// Returns the report of the given result.
    Report report(ExportResult result) {
        List<Report.Conversion> timeline = chunks.stream()
                .map(Counted::report)
                .map(chunk -> new Report.Conversion(
                        chunk.startedAt(),
                        chunk.millis(),
                        Math.max(0, chunk.records()),
                        conversions.repaired().contains(chunk.index())))
                .toList();
        String format = result.format().name()
                + (result.compression() == Compression.NONE
                        ? ""
                        : ", " + result.compression().name());
        ExportResult.Output output = result.output();
        ExportResult.QueryFigures query = result.query();
        List<String> names =
                plan.columns().stream().map(OutputColumn::outputName).toList();
        return new Report(
                result.featureGroupName(),
                result.table(),
                output.uri().toString(),
                result.manifest().toString(),
                format.toLowerCase(Locale.ROOT),
                output.records(),
                output.bytes(),
                result.startedAt(),
                result.elapsedMillis(),
                new Report.Query(query.sql(), query.scannedBytes(), query.resultBytes(), query.millis()),
                result.cost(),
                estimate.map(kept -> kept.estimate().cost().totalUsd()),
                profile.statistics().orElse(List.of()),
                names,
                plan.profile().map(ProfileRequest::eventTime).orElse(""),
                profile.outcomes().orElse(List.of()),
                timeline);
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
        // The profile of a chunk is written once and read once.
        long profiles = plan.profile().isPresent() ? conversions.calls() : 0;
        return new Usage(
                scannedBytes(),
                counted.map(c -> c.scannedBytes()).orElse(OptionalLong.empty()),
                queryMillis(),
                estimating(),
                conversions.calls(),
                conversions.millis(),
                input.rounds().size(),
                finalizing.toMillis(),
                estimate.map(kept -> kept.estimate().files())
                        .map(files -> new TableRequests(files.lists(), files.gets()))
                        .orElse(TableRequests.NONE),
                DOCUMENTS + partWrites + published.requests() + profiles,
                DOCUMENTS + READS_PER_CONVERSION * conversions.calls() + profiles);
    }
}
