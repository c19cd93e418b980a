package io.featurestore.steps.publish;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.featurestore.export.ExportRequest;
import io.featurestore.failure.ExportFailure;
import io.featurestore.records.checks.Outcome;
import io.featurestore.steps.assemble.AssemblyPlan;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.Tiling.Counted;
import io.featurestore.steps.chunks.Tiling.Verdict;
import io.featurestore.steps.chunks.Tiling;
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
 * after its execution was stopped publishes nothing, see {@link Withdrawal}.
 */
public final class Finalizer {
    private static final int SHOWN_VIOLATIONS = 10;

    private final ObjectStore store;
    private final Clock clock;
    private final AssemblyPlan.Limits limits;

    /** Works on the given store; the clock measures the export's time. */
    public Finalizer(ObjectStore store, Clock clock) {
        this(store, clock, AssemblyPlan.Limits.S3);
    }

    Finalizer(ObjectStore store, Clock clock, AssemblyPlan.Limits limits) {
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
     * @throws ExportFailure {@code ConversionFailed}, {@code IncompatibleRecord} for a record that does not fit;
     *         {@code OutputExists}; {@code ResultChanged}; {@code AccessDenied}; {@code Throttled} and
     *         {@code Transient}, after which the call may be repeated; {@code Internal}
     */
    public Answer finish(Finalization input) {
        Instant began = clock.instant();
        Site site = Site.of(store, input.export(), limits);
        Optional<ExportResult> finished = site.manifest().finished();
        if (finished.isPresent()) {
            site.work().publication().ifPresent(publication -> store.delete(publication.obsolete()));
            return new Answer.Done(finished.get().shortened());
        }
        ExportPlan plan = site.work().demand(input.plan(), ExportPlan.class);
        if (!plan.hasChunks()) {
            return done(site, input, plan, Conversions.NONE, List.of(), began);
        }
        S3Uri chunkList = input.chunkList()
                .orElseThrow(() -> new ExportFailure.Internal("The plan has chunks, but there is no list of them."));
        Conversions conversions = Conversions.read(store, site.work(), chunkList, input.rounds());
        return switch (Tiling.verify(plan, conversions.chunks(), conversions.reports())) {
            case Verdict.Repair(List<Chunk> chunks) -> repair(site, input, chunks);
            case Verdict.Proven(List<Counted> chunks) -> done(site, input, plan, conversions, chunks, began);
        };
    }

    private static Answer repair(Site site, Finalization input, List<Chunk> chunks) {
        S3Uri list = site.work().repairList(input.rounds().size());
        site.work().writeChunks(list, chunks);
        return new Answer.Repair(list, chunks.size());
    }

    private Answer done(Site site, Finalization input, ExportPlan plan, Conversions conversions, List<Counted> chunks,
            Instant began) {
        Gathered gathered = Gathered.merge(store, plan, chunks, input.export().startedAt());
        demandKept(site.request(), gathered);
        List<ObjectRef> parts = chunks.stream().map(Finalizer::part).toList();
        Publishing publishing = plan.partFiles()
                ? new PartFiles(site, parts)
                : new OneObject(site, plan.handling() == Handling.COPY ? List.of(plan.source()) : parts);
        // A retry takes what the first call wrote down: the output may hold the first call's objects by now.
        Publication publication = site.work().publication().orElseGet(() -> {
            Publication prepared = publishing.prepare();
            site.work().recordPublication(prepared);
            return prepared;
        });
        Withdrawal withdrawal = new Withdrawal(store, site.work(), site.ownership(), publication);
        Publishing.Published published = published(site, publishing, withdrawal);
        if (withdrawal.isDue()) {
            // Another call of this step may have published all of it, and the work prefix is gone for that.
            return site.manifest().finished().<Answer>map(result -> new Answer.Done(result.shortened()))
                    .orElseThrow(() -> stopped(withdrawal));
        }
        Summary summary = new Summary(input, plan, conversions, chunks, published, gathered, site.work().estimate());
        ExportResult result = summary.result(began, clock.instant());
        site.report().ifPresent(report -> ReportFile.write(site, report, summary.report(result)));
        write(site, result, summary, gathered, publishing);
        if (withdrawal.isDueAfterAll()) {
            throw stopped(withdrawal);
        }
        store.delete(publication.obsolete());
        return new Answer.Done(result.shortened());
    }

    private static void demandKept(ExportRequest request, Gathered gathered) {
        List<Outcome> violations = gathered.violations();
        if (request.onViolation() == ExportRequest.OnViolation.FAIL && !violations.isEmpty()) {
            throw new ExportFailure.ExpectationFailed("The records break " + violations.size() + " of " + gathered
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
    private static Publishing.Published published(Site site, Publishing publishing, Withdrawal withdrawal) {
        try {
            return publishing.publish();
        } catch (ExportFailure e) {
            try {
                if (withdrawal.isDue() && site.manifest().finished().isEmpty()) {
                    withdrawal.everything();
                }
            } catch (ExportFailure later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    private void write(Site site, ExportResult result, Summary summary, Gathered gathered, Publishing publishing) {
        try {
            site.manifest().write(result, summary.lines(), gathered, publishing.manifestIfExists());
        } catch (ObjectStore.AlreadyExists e) {
            if (site.ownership().ours(store, site.manifest().uri()).isEmpty()) {
                throw new ExportFailure.OutputExists("Another export wrote " + site.manifest().uri()
                        + " meanwhile; run this one again with another output.", e);
            }
        }
    }

    private static ExportFailure stopped(Withdrawal withdrawal) {
        withdrawal.everything();
        return new ExportFailure.Internal("The export was stopped while its output was published; what was there of "
                + "it has been taken away.");
    }

    static ObjectRef part(Counted chunk) {
        return chunk.report()
                .part()
                .orElseThrow(() -> new ExportFailure.Internal("Chunk " + chunk.report().index() + " has no part, "
                        + "although it was converted without a failure, which is a defect."));
    }
}
