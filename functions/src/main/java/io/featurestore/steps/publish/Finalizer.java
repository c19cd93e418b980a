package io.featurestore.steps.publish;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.featurestore.failure.ExpectationFailed;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.OutputExists;
import io.featurestore.records.checks.Outcome;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.Tiling;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.chunks.Tiling.Verdict;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.Quality.OnViolation;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * The end of an export: judges what the converters reported, publishes the parts as one output, writes the manifest.
 *
 * <p>One object appears at once, by one put, copy or completion; part files are copied one by one and are an output only
 * when the manifest is there. The manifest comes last: with it the export is published and stays, whatever fails later.
 * Without it the clean-up takes away what this execution put there, but an object that replaced an older one: its bytes
 * are whole, and the older ones are gone either way. A call may be repeated after any failure. A call that still runs
 * after its execution was stopped publishes nothing, see {@link Rollback}.
 */
public final class Finalizer {
    private static final int SHOWN_VIOLATIONS = 10;

    private final ObjectStore store;
    private final Clock clock;
    private final AssemblyPlan.UploadLimits limits;

    /** Works on the given store; the clock measures the export's time. */
    public Finalizer(ObjectStore store, Clock clock) {
        this(store, clock, AssemblyPlan.UploadLimits.S3);
    }

    Finalizer(ObjectStore store, Clock clock, AssemblyPlan.UploadLimits limits) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
    }

    /** What comes of a call. */
    public sealed interface Answer {
        /**
         * The export is published.
         *
         * @param result the execution's output
         */
        record Done(ExportResult result) implements Answer {}

        /**
         * Some chunks are to be converted again; then the final step is called again, with one round more.
         *
         * @param chunkList where they are listed
         * @param chunks how many there are
         */
        record Repair(S3Uri chunkList, int chunks) implements Answer {}
    }

    /**
     * Ends the export, or says what is to be repaired first.
     *
     * @throws Failure {@code ConversionFailed}, {@code IncompatibleRecord} for a record that does not fit;
     *         {@code OutputExists}; {@code ResultChanged}; {@code AccessDenied}; {@code Throttled} and
     *         {@code Transient}, after which the call may be repeated; {@code Internal}
     */
    public Answer finish(Finalization input) {
        Instant began = clock.instant();
        OutputContext context = OutputContext.of(store, input.job(), limits);
        Optional<ExportResult> finished = context.manifest().finished();
        if (finished.isPresent()) {
            context.work().find(Document.PUBLISHING, PublishIntent.class).ifPresent(intent -> store.delete(intent.obsolete()));
            return new Answer.Done(finished.get().shortened());
        }
        Plan plan = context.work().read(Document.PLAN, Plan.class);
        if (!plan.hasChunks()) {
            return done(context, input, plan, Conversions.NONE, List.of(), began);
        }
        Conversions conversions = Conversions.read(store, context.work(), input.rounds());
        return switch (Tiling.verify(plan, conversions.chunks(), conversions.reports())) {
            case Verdict.Repair(List<Chunk> chunks) -> repair(context, input, chunks);
            case Verdict.Proven(List<Counted> chunks) -> done(context, input, plan, conversions, chunks, began);
        };
    }

    private static Answer repair(OutputContext context, Finalization input, List<Chunk> chunks) {
        int round = input.rounds().size();
        context.work().writeRepairList(round, chunks);
        return new Answer.Repair(context.work().repairList(round), chunks.size());
    }

    private Answer done(OutputContext context, Finalization input, Plan plan, Conversions conversions, List<Counted> chunks,
            Instant began) {
        MergedProfile profile = MergedProfile.merge(store, plan, chunks, input.job().execution().startedAt());
        demandKept(input.job().quality(), profile);
        List<ObjectRef> parts = chunks.stream().map(Finalizer::part).toList();
        Publisher publisher = plan.partFiles()
                ? new PartFiles(context, parts)
                : new OneObject(context, plan.handling() == Handling.COPY ? List.of(plan.source()) : parts);
        // A retry takes what the first call wrote down: the output may hold the first call's objects by now.
        PublishIntent intent = context.work().find(Document.PUBLISHING, PublishIntent.class).orElseGet(() -> {
            PublishIntent prepared = publisher.prepare();
            context.work().write(Document.PUBLISHING, prepared);
            return prepared;
        });
        Rollback rollback = new Rollback(store, context.work(), context.ownership(), intent);
        Publisher.Published published = published(context, publisher, rollback);
        if (rollback.isDue()) {
            // Another call of this step may have published all of it, and the work prefix is gone for that.
            return context.manifest().finished().<Answer>map(result -> new Answer.Done(result.shortened()))
                    .orElseThrow(() -> stopped(rollback));
        }
        Summary summary = new Summary(input, plan, conversions, chunks, published, profile, context.work().find(Document.ESTIMATE, KeptEstimate.class));
        ExportResult result = summary.result(began, clock.instant());
        context.report().ifPresent(report -> ReportFile.write(context, report, summary.report(result)));
        write(context, result, summary, profile, publisher);
        if (rollback.isDueAfterAll()) {
            throw stopped(rollback);
        }
        store.delete(intent.obsolete());
        return new Answer.Done(result.shortened());
    }

    private static void demandKept(Quality quality, MergedProfile profile) {
        List<Outcome> violations = profile.violations();
        if (quality.onViolation() == OnViolation.FAIL && !violations.isEmpty()) {
            throw new ExpectationFailed("The records break " + violations.size() + " of " + profile
                    .outcomes()
                    .orElse(List.of())
                    .size() + " expectations: "
                    + violations.stream().limit(SHOWN_VIOLATIONS).map(Outcome::inWords)
                            .collect(Collectors.joining("; "))
                    + (violations.size() > SHOWN_VIOLATIONS ? "; and more" : "")
                    + ". Nothing was published. Correct the records, leave them out with where, or set onViolation to "
                    + "warn.");
        }
    }

    /** Where a clean-up takes parts away, publishing fails halfway. */
    private static Publisher.Published published(OutputContext context, Publisher publisher, Rollback rollback) {
        try {
            return publisher.publish();
        } catch (Failure e) {
            try {
                if (rollback.isDue() && context.manifest().finished().isEmpty()) {
                    rollback.everything();
                }
            } catch (Failure later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    private void write(OutputContext context, ExportResult result, Summary summary, MergedProfile profile, Publisher publisher) {
        try {
            context.manifest().write(result, summary.lines(), profile, publisher.manifestIfExists());
        } catch (ObjectStore.AlreadyExists e) {
            if (context.ownership().ours(store, context.manifest().uri()).isEmpty()) {
                throw new OutputExists("Another export wrote " + context.manifest().uri()
                        + " meanwhile; run this one again with another output.", e);
            }
        }
    }

    private static Failure stopped(Rollback rollback) {
        rollback.everything();
        return new Internal("The export was stopped while its output was published; what was there of "
                + "it has been taken away.");
    }

    static ObjectRef part(Counted chunk) {
        return chunk.report()
                .part()
                .orElseThrow(() -> new Internal("Chunk " + chunk.report().index() + " has no part, "
                        + "although it was converted without a failure, which is a defect."));
    }
}
