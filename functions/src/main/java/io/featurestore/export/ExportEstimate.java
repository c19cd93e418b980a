package io.featurestore.export;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.steps.work.Concurrency;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import java.util.Optional;
import java.util.stream.Stream;

/// Estimates what an export reads, writes and costs before its query runs, from the footers of the table's files.
/// Checks the estimate against the request's limits. Runs for a dry run, if the request limits the cost, and if
/// it requests a report, which compares the estimate with the cost.
public final class ExportEstimate {
    private final ExportResolver resolver;
    private final Estimator estimator;
    private final WorkGroup.Reader workGroups;
    private final ObjectStore objects;

    /// Creates an estimate that reads from the given services, and writes documents to `objects`.
    public ExportEstimate(
            FeatureGroups groups,
            Catalog catalog,
            TableStorage storage,
            WorkGroup.Reader workGroups,
            ObjectStore objects) {
        this.resolver = new ExportResolver(groups, catalog);
        this.estimator = new Estimator(objects, storage);
        this.workGroups = workGroups;
        this.objects = objects;
    }

    /// Holds the estimate of an export.
    ///
    /// @param estimate the estimate
    /// @param plan the output of a dry run; empty for any other
    public record Estimated(Estimate estimate, Optional<PlannedExport> plan) {}

    /// Estimates an export. A dry run has no job in the work folder, so it is resolved again, and nothing is
    /// written. For a dry run, an exceeded limit becomes a warning. Any other run writes [Document#ESTIMATE].
    ///
    /// @throws io.featurestore.failure.Failure as described in [Estimator#estimate], and, unless it is a dry run,
    ///     in [io.featurestore.steps.estimate.CostLimits#check]; `InvalidRequest` if Athena would cancel the query
    ///     for the bytes that it scans
    public Estimated of(Export export) {
        long startNanos = System.nanoTime();
        ExportRequest request = export.request();
        if (request.dryRun()) {
            Job job = resolver.resolve(export);
            Estimate estimate = estimator.estimate(job, request.wantsEstimate());
            Estimate warned = estimate.warned(Stream.concat(
                            Stream.concat(
                                    request.cost().exceeded(estimate).stream(),
                                    beyondScanLimit(request, estimate).stream()),
                            narrowed(export, estimate).stream())
                    .toList());
            return new Estimated(warned, Optional.of(PlannedExport.of(job, warned)));
        }
        WorkFolder work = new WorkFolder(objects, export.execution().work());
        Estimate estimate = estimator.estimate(work.read(Document.JOB, Job.class), request.wantsEstimate());
        request.cost().check(estimate);
        beyondScanLimit(request, estimate).ifPresent(reason -> {
            throw new InvalidRequest(reason);
        });
        work.write(Document.ESTIMATE, new KeptEstimate(estimate, (System.nanoTime() - startNanos) / 1_000_000));
        return new Estimated(estimate, Optional.empty());
    }

    /// Returns a sentence about the account's quota of Lambda if it slows this export down.
    private static Optional<String> narrowed(Export export, Estimate estimate) {
        Concurrency concurrency = export.execution().concurrency();
        return concurrency.warning().filter(_ -> estimate.chunks() > concurrency.chunks());
    }

    /// Returns a sentence about the work group's limit of scanned bytes if the estimate exceeds it.
    private Optional<String> beyondScanLimit(ExportRequest request, Estimate estimate) {
        return workGroups.find(request.query().workgroup()).flatMap(group -> group.exceeded(estimate.scannedBytes()));
    }
}
