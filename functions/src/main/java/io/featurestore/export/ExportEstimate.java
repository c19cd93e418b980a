package io.featurestore.export;

import io.featurestore.failure.Failure;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.steps.cost.Forecast;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.EstimateBasis;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.estimate.PathRule;
import io.featurestore.steps.query.QueryLimit;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.RowPath;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Estimates what an export reads, writes and costs before its query runs, from the footers of the table's
/// files. Checks the estimate against the request's limits, and chooses by it how the rows come. Runs for a
/// dry run, if the request limits the cost, if it requests a report, which compares the estimate with the
/// cost, and if the rows may come by UNLOAD.
public final class ExportEstimate {
    private final ExportResolver resolver;
    private final Estimator estimator;
    private final WorkGroup.Reader workGroups;
    private final ObjectStore objects;
    private final QueryLimit queryLimit;

    /// Creates an estimate that reads from the given services, and writes documents to `objects`.
    public ExportEstimate(
            FeatureGroups groups,
            Catalog catalog,
            TableStorage storage,
            WorkGroup.Reader workGroups,
            ObjectStore objects,
            QueryLimit queryLimit) {
        this.resolver = new ExportResolver(groups, catalog);
        this.estimator = new Estimator(objects, storage);
        this.workGroups = workGroups;
        this.objects = objects;
        this.queryLimit = queryLimit;
    }

    /// Holds the estimate of an export.
    ///
    /// @param estimate the estimate; empty if there is none and the request does not ask for one
    /// @param plan the output of a dry run; empty for any other
    public record Estimated(Optional<Estimate> estimate, Optional<PlannedExport> plan) {}

    /// Estimates an export. A dry run has no job in the work folder, so it is resolved again, and nothing is
    /// written. For a dry run, an exceeded limit becomes a warning. Any other run writes [Document#ESTIMATE].
    ///
    /// @throws io.featurestore.failure.Failure as described in [Estimator#estimate], and, unless it is a dry
    ///     run, in [io.featurestore.steps.estimate.CostLimits#check]; `InvalidRequest` if Athena would cancel
    ///     the query for the bytes that it scans, or the deployment for its duration
    public Estimated of(Export export) {
        long startNanos = System.nanoTime();
        ExportRequest request = export.request();
        if (request.dryRun()) {
            Job job = resolver.resolve(export);
            boolean counted = request.wantsEstimate() || PathRule.needsEstimate(job);
            Estimator.Planned planned = estimator.plan(job, counted);
            Estimate estimate = planned.estimate();
            Estimate warned = estimate.warned(Stream.of(
                            request.cost().exceeded(estimate).stream(),
                            beyondScanLimit(request, estimate).stream(),
                            queryDuration(planned).flatMap(queryLimit::exceeded).stream(),
                            queryDuration(planned).flatMap(queryLimit::warning).stream(),
                            narrowed(export, estimate).stream())
                    .flatMap(Function.identity())
                    .toList());
            return new Estimated(Optional.of(warned), Optional.of(PlannedExport.of(job, warned, planned.choice())));
        }
        WorkFolder work = new WorkFolder(objects, export.execution().work());
        Job job = work.read(Document.JOB, Job.class);
        Estimator.Planned planned;
        try {
            planned = estimator.plan(job, true);
        } catch (Failure e) {
            // A passing fault is repeated by the state machine, which then goes on without an estimate.
            if (request.wantsEstimate() || e instanceof Throttled || e instanceof Transient) {
                throw e;
            }
            // Only the way of the rows depends on it, and a SELECT needs no estimate.
            work.write(Document.PATH, PathRule.withoutEstimate(job, e));
            return new Estimated(Optional.empty(), Optional.empty());
        }
        Estimate estimate = planned.estimate();
        request.cost().check(estimate);
        beyondScanLimit(request, estimate)
                .or(() -> queryDuration(planned).flatMap(queryLimit::exceeded).map(reason -> reason + " No query ran."))
                .ifPresent(reason -> {
                    throw new InvalidRequest(reason);
                });
        work.write(Document.PATH, planned.choice());
        work.write(Document.ESTIMATE, new KeptEstimate(estimate, (System.nanoTime() - startNanos) / 1_000_000));
        return new Estimated(Optional.of(estimate), Optional.empty());
    }

    /// Returns a sentence about the account's quota of Lambda if it slows this export down.
    private static Optional<String> narrowed(Export export, Estimate estimate) {
        Concurrency concurrency = export.execution().concurrency();
        return concurrency.warning().filter(_ -> estimate.chunks() > concurrency.chunks());
    }

    /// Returns the expected duration of the query; empty if the table's files were not seen.
    private static Optional<Duration> queryDuration(Estimator.Planned planned) {
        Estimate estimate = planned.estimate();
        return estimate.basis().seconds().kind() == EstimateBasis.Kind.UNKNOWN
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round(Forecast.querySeconds(
                        estimate.scannedBytes(),
                        estimate.resultBytes(),
                        planned.choice().path() == RowPath.UNLOAD))));
    }

    /// Returns a sentence about the work group's limit of scanned bytes if the estimate exceeds it.
    private Optional<String> beyondScanLimit(ExportRequest request, Estimate estimate) {
        return workGroups.find(request.query().workgroup()).flatMap(group -> group.exceeded(estimate.scannedBytes()));
    }
}
