package io.featurestore.steps.publish;

import io.featurestore.failure.ExpectationFailed;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.OutputExists;
import io.featurestore.records.checks.Outcome;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.assemble.PartJoin;
import io.featurestore.steps.assemble.Segment;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.ResultFiles;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.chunks.Tiling.Verdict;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.publish.results.ConversionResults;
import io.featurestore.steps.publish.results.Loss;
import io.featurestore.steps.publish.results.MapResults;
import io.featurestore.steps.publish.results.MergedProfile;
import io.featurestore.steps.query.CountedRows;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.Quality.OnViolation;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finishes an export: verifies the reports of the converters, publishes the parts as one output, and writes
/// the manifest.
///
/// A single object appears in one step, by one put, copy or completion. Part files are copied one by one, and
/// are an output only when the manifest exists. The manifest is written last. From then on the export is
/// published and stays, whatever fails later. Without a manifest, the clean-up deletes the objects that this
/// execution wrote. An object that replaced an older one stays: it is complete, and the older one cannot be
/// restored. A call may be repeated after any failure. A call that still runs after its execution was stopped
/// publishes nothing, see [Rollback].
public final class Finalizer {
    private static final int SHOWN_VIOLATIONS = 10;

    private final ObjectStore store;
    private final Clock clock;
    private final AssemblyPlan.UploadLimits limits;
    private final boolean overwriteForeign;

    /// Creates a finalizer for the given store. The clock measures the duration of the export.
    ///
    /// @param overwriteForeign whether `overwrite` may replace an object that no export wrote
    public Finalizer(ObjectStore store, Clock clock, boolean overwriteForeign) {
        this(store, clock, AssemblyPlan.UploadLimits.S3, overwriteForeign);
    }

    Finalizer(ObjectStore store, Clock clock, AssemblyPlan.UploadLimits limits, boolean overwriteForeign) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.overwriteForeign = overwriteForeign;
    }

    /// The outcome of a call.
    public sealed interface Answer {
        /// The export is published.
        ///
        /// @param result the execution's output
        record Done(ExportResult result) implements Answer {}

        /// Some chunks must be converted again. The final step is then called again, with one more round.
        ///
        /// @param chunkList the URI of their list
        /// @param chunks their number
        record Repair(S3Uri chunkList, int chunks) implements Answer {}

        /// A chunk cannot be converted.
        ///
        /// @param loss the error of its child of the Distributed Map
        record Lost(Loss loss) implements Answer {}
    }

    /// Reads the job of a work folder, and finishes its export as [#finish(FinalizerInput)] does.
    public Answer finish(S3Uri work, PolledQuery query, List<S3Uri> rounds) {
        return finish(new FinalizerInput(new WorkFolder(store, work).read(Document.JOB, Job.class), query, rounds));
    }

    /// Finishes the export, or returns the chunks that must be repaired first.
    ///
    /// @throws Failure `ConversionFailed`, `IncompatibleRecord` for a record that does not fit; {@code
    ///     ExpectationFailed}; `OutputExists`; `ResultChanged`; `AccessDenied`; `Throttled` and `Transient`,
    ///     after which the call may be repeated; `Internal`
    public Answer finish(FinalizerInput input) {
        Instant stepStart = clock.instant();
        OutputContext context = OutputContext.of(store, input.job(), limits, overwriteForeign);
        Optional<ExportResult> finished = context.manifest().finished();
        if (finished.isPresent()) {
            context.work()
                    .find(Document.PUBLISHING, PublishIntent.class)
                    .ifPresent(intent -> Ownership.deleteMarked(store, intent.obsolete()));
            return new Answer.Done(finished.get().shortened());
        }
        Plan plan = context.work().read(Document.PLAN, Plan.class);
        if (!plan.hasChunks()) {
            return done(context, input, plan, ConversionResults.NONE, List.of(), stepStart);
        }
        ConversionResults conversions = ConversionResults.read(store, context.work(), input.rounds());
        if (!conversions.lost().isEmpty()) {
            return lost(context, input, conversions);
        }
        return switch (Tiling.verify(plan, conversions.chunks(), conversions.reports())) {
            case Verdict.Repair(List<Chunk> chunks) -> repair(context, input, chunks);
            case Verdict.Proven(List<Counted> chunks) -> done(context, input, plan, conversions, chunks, stepStart);
        };
    }

    /// Returns the chunks that were lost for the first time, to be converted again. The query's result is
    /// worth one more round.
    private Answer lost(OutputContext context, FinalizerInput input, ConversionResults conversions) {
        Loss loss =
                Loss.of(new MapResults(store, context.work()), input.rounds().getLast());
        return loss.mayPass() && !conversions.lostAgain()
                ? repair(context, input, conversions.lost())
                : new Answer.Lost(loss);
    }

    private static Answer repair(OutputContext context, FinalizerInput input, List<Chunk> chunks) {
        int round = input.rounds().size();
        context.work().writeRepairList(round, chunks);
        return new Answer.Repair(context.work().repairList(round), chunks.size());
    }

    private Answer done(
            OutputContext context,
            FinalizerInput input,
            Plan plan,
            ConversionResults conversions,
            List<Counted> chunks,
            Instant stepStart) {
        MergedProfile profile =
                MergedProfile.merge(store, plan, chunks, input.job().execution().startedAt());
        checkExpectations(input.job().quality(), profile);
        List<ObjectRef> parts = chunks.stream().map(Finalizer::part).toList();
        Publisher publisher = plan.partFiles()
                ? new PartFiles(context, parts)
                : new OneObject(context, () -> segments(context, plan, parts));
        // A retry uses the intent of the first call, because the output may already hold objects of that call.
        PublishIntent intent = context.work()
                .find(Document.PUBLISHING, PublishIntent.class)
                .orElseGet(() -> {
                    PublishIntent prepared = publisher.prepare();
                    context.work().write(Document.PUBLISHING, prepared);
                    return prepared;
                });
        Rollback rollback = new Rollback(store, context.work(), context.ownership(), intent);
        Publisher.Published published = publish(context, publisher, rollback);
        if (rollback.isNeeded()) {
            // Another call of this step may have published the export, after which the work folder was deleted.
            return context.manifest()
                    .finished()
                    .<Answer>map(result -> new Answer.Done(result.shortened()))
                    .orElseThrow(() -> stopped(rollback));
        }
        Summary summary = new Summary(
                input,
                plan,
                conversions,
                chunks,
                published,
                profile,
                context.work().find(Document.ESTIMATE, KeptEstimate.class),
                context.work().find(Document.COUNTED, CountedRows.class));
        ExportResult result = summary.result(stepStart, clock.instant());
        context.report().ifPresent(report -> ReportFile.write(context, report, summary.report(result)));
        writeManifest(context, result, summary, profile, publisher);
        if (rollback.areTargetsGone()) {
            throw stopped(rollback);
        }
        Ownership.deleteMarked(store, intent.obsolete());
        return new Answer.Done(result.shortened());
    }

    /// Returns the bytes of an output that is one object.
    private static List<Segment> segments(OutputContext context, Plan plan, List<ObjectRef> parts) {
        return switch (plan.handling()) {
            case COPY -> PartJoin.segments(plan.format(), context.store(), List.of(plan.source()));
            case CARRY -> {
                List<ResultFiles.Entry> files =
                        context.work().read(Document.FILES, ResultFiles.class).files();
                checkRows(plan, files);
                yield PartJoin.carried(
                        context.store(),
                        files.stream().map(ResultFiles.Entry::object).toList(),
                        plan.columns(),
                        plan.compression());
            }
            case BYTES, RAW_RECORDS, RECORDS -> PartJoin.segments(plan.format(), context.store(), parts);
        };
    }

    private static void checkRows(Plan plan, List<ResultFiles.Entry> files) {
        long rows = files.stream().mapToLong(ResultFiles.Entry::rows).sum();
        if (rows != plan.extent() || plan.resultRows() >= 0 && rows != plan.resultRows()) {
            throw new Internal("The files of the query's result hold " + rows + " records, but Athena wrote "
                    + plan.resultRows() + "; nothing was published. Run the export again; if it happens again, "
                    + "it is a defect.");
        }
    }

    private static void checkExpectations(Quality quality, MergedProfile profile) {
        List<Outcome> violations = profile.violations();
        if (quality.onViolation() == OnViolation.FAIL && !violations.isEmpty()) {
            throw new ExpectationFailed("The records break " + violations.size() + " of "
                    + profile.outcomes().orElse(List.of()).size() + " expectations: "
                    + violations.stream()
                            .limit(SHOWN_VIOLATIONS)
                            .map(Outcome::inWords)
                            .collect(Collectors.joining("; "))
                    + (violations.size() > SHOWN_VIOLATIONS ? "; and more" : "")
                    + ". Nothing was published. Correct the records, leave them out with where, or set onViolation to "
                    + "warn.");
        }
    }

    /// Publishes the output. If a clean-up deletes parts meanwhile, publishing fails, and what was published
    /// is deleted.
    private static Publisher.Published publish(OutputContext context, Publisher publisher, Rollback rollback) {
        try {
            return publisher.publish();
        } catch (Failure e) {
            try {
                if (rollback.isNeeded() && context.manifest().finished().isEmpty()) {
                    rollback.deleteAll();
                }
            } catch (Failure later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    private void writeManifest(
            OutputContext context, ExportResult result, Summary summary, MergedProfile profile, Publisher publisher) {
        try {
            context.manifest().write(result, summary.manifestChunks(), profile, publisher.manifestIfExists());
        } catch (ObjectStore.AlreadyExists e) {
            if (context.ownership().findOwned(store, context.manifest().uri()).isEmpty()) {
                throw new OutputExists(
                        "Another export wrote " + context.manifest().uri()
                                + " meanwhile; run this one again with another output.",
                        e);
            }
        }
    }

    private static Failure stopped(Rollback rollback) {
        rollback.deleteAll();
        return new Internal(
                "The export was stopped while its output was published. The published objects were " + "deleted.");
    }

    static ObjectRef part(Counted chunk) {
        return chunk.report()
                .part()
                .orElseThrow(() -> new Internal("Chunk " + chunk.report().index() + " has no part, "
                        + "although it was converted without a failure, which is a defect."));
    }
}
