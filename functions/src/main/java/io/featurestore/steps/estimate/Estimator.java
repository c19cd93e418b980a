package io.featurestore.steps.estimate;

import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.Reading;
import io.featurestore.sql.Unload;
import io.featurestore.sql.history.History;
import io.featurestore.steps.chunks.ChunkPlanner;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.chunks.ResultShape;
import io.featurestore.steps.chunks.Throughput;
import io.featurestore.steps.cost.Forecast;
import io.featurestore.steps.cost.TableRequests;
import io.featurestore.steps.estimate.footer.ColumnFit;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterLoader;
import io.featurestore.steps.estimate.footer.FooterReducer;
import io.featurestore.steps.estimate.footer.FooterSampler;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import io.featurestore.steps.estimate.footer.TimeWindow;
import io.featurestore.steps.estimate.size.EstimatedSizes;
import io.featurestore.steps.estimate.size.SizeModel;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.RowPath;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.files.Findings;
import io.featurestore.store.files.TableFiles;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Estimates the records, sizes, time and cost of an export from the table's actual files.
public final class Estimator {
    private final ObjectStore objects;
    private final TableFiles files;

    /// Creates an estimator. It makes no call yet.
    public Estimator(ObjectStore objects, TableStorage storage) {
        this.objects = objects;
        this.files = new TableFiles(objects, storage, Clock.systemUTC());
    }

    /// Loads the size model and the readers of footers and of Iceberg's metadata before a snapshot is taken.
    public static void prepare() {
        SizeModel.measured();
        FooterReader.prepare();
        TableFiles.prepare();
    }

    /// Returns the estimate of a job, which needs no statement. Reads listings, footers and an Iceberg
    /// table's metadata; no value of a record.
    ///
    /// @param counted whether the estimate itself is a part of what the run costs
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `QueryFailed` for files that the query could
    ///     not read either, `TableNotFound` for a table without a place, `Throttled`, `Transient`
    public Estimate estimate(Job job, boolean counted) {
        return plan(job, counted).estimate();
    }

    /// Holds an estimate and the way that was chosen by it.
    ///
    /// @param estimate the estimate of an export that takes this way
    /// @param choice the way
    public record Planned(Estimate estimate, PathChoice choice) {}

    /// Returns the estimate of a job as [#estimate] does, and chooses the way in which its rows come.
    public Planned plan(Job job, boolean counted) {
        History history = job.spec().history();
        Table table = job.table();
        Reading reading = QueryBuilder.reading(job.spec(), table);
        RecordCount counting = new RecordCount(job.spec(), reading);
        FooterReducer reduction = new FooterReducer(reading, windows(history, table), !history.latest());
        QuerySelection selection = new QuerySelection(history, table, reading);
        ColumnFit fit = new ColumnFit(table, selection.columns());
        FooterSampler sampler = new FooterSampler(new FooterLoader(objects), reduction, fit, sums ->
                (double) counting.rows(sums).most());
        Findings found = files.visit(table, selection, sampler::add);
        Sample read = sampler.read();
        Planned planned = plan(job, counted, reading, read, counting, found);
        return new Planned(planned.estimate().warned(fit.doubts()), planned.choice());
    }

    private static List<TimeWindow> windows(History history, Table table) {
        List<TimeWindow> windows = new ArrayList<>();
        if (history.limitsEventTime()) {
            windows.add(new TimeWindow(
                    table.column(table.eventTime()).orElseThrow().name(),
                    history.eventTimeFrom(),
                    history.eventTimeTo()));
        }
        history.asOf()
                .ifPresent(t -> windows.add(new TimeWindow(Reading.writeTime(), Optional.empty(), Optional.of(t))));
        return windows;
    }

    private static Planned plan(
            Job job, boolean counted, Reading reading, Sample read, RecordCount counting, Findings found) {
        CountRange inFiles = counting.rows(read.sums());
        CountRange rows = RecordCount.without(
                new CountRange(scaled(inFiles.least(), read), scaled(inFiles.most(), read)), found.deletes());
        CountRange records = counting.records(rows);
        long scanned = scaled(read.sums().scanned(), read) + found.deletes().bytes();
        EstimatedSizes sizes = EstimatedSizes.of(
                job.spec(),
                job.form(),
                reading,
                read.sums().columns(),
                read.sums().rows(),
                records.most());
        Estimate.BasisPerFigure basis = new BasisRules(job.spec(), reading, read, found).of(records);
        Handling selected = Handling.of(job.form(), job.spec().online().isPresent(), reading.renames());
        PathChoice choice = PathRule.choose(
                job,
                selected.path(),
                basis.resultBytes().kind() == EstimateBasis.Kind.UNKNOWN
                        ? OptionalLong.empty()
                        : OptionalLong.of(sizes.result()));
        boolean unloaded = choice.path() == RowPath.UNLOAD;
        boolean carried = unloaded && job.unload().map(Unload::typed).orElse(false);
        boolean copied = carried || !unloaded && selected == Handling.COPY;
        List<String> names =
                reading.sources().stream().map(Reading.Source::outputName).toList();
        ResultShape shape = new ResultShape(
                sizes.result(),
                records.most(),
                ConversionKind.of(job.form(), job.spec().online().isPresent(), job.quality()),
                names);
        int chunks = copied && !job.quality().observesRecords()
                ? 0
                : ChunkPlanner.count(shape, job.form().chunkSize());
        int concurrency = Math.min(chunks, job.execution().concurrency().chunks());
        TableRequests requests = requests(reading, read, found);
        Forecast forecast = Forecast.of(new Forecast.Workload(
                scanned,
                reading.counting().isPresent()
                        ? OptionalLong.of(scaled(read.sums().counted(), read)
                                + found.deletes().bytes())
                        : OptionalLong.empty(),
                requests,
                sizes.result(),
                sizes.output(),
                Throughput.seconds(shape),
                chunks,
                Math.max(1, concurrency),
                unloaded,
                copied,
                job.quality().observesRecords(),
                counted ? Optional.of(new Forecast.EstimateReads(read.files(), read.footers())) : Optional.empty()));
        Estimate estimate = new Estimate(
                names,
                records.most(),
                scanned,
                sizes.result(),
                sizes.output(),
                forecast.cost(),
                chunks,
                concurrency,
                forecast.seconds(),
                new Estimate.Files(read.files(), read.bytes(), read.footers(), requests.lists(), requests.gets()),
                basis,
                Warnings.of(job.spec().history(), read, found));
        return new Planned(estimate, choice);
    }

    /// Returns Athena's requests to S3 for the query and for the statement that counts rows for the warnings.
    private static TableRequests requests(Reading reading, Sample read, Findings found) {
        long statements = reading.counting().isPresent() ? 2 : 1;
        return new TableRequests(
                statements * found.planning().lists(),
                statements * (found.planning().gets() + found.deletes().files())
                        + scaled(read.sums().reads(), read));
    }

    private static long scaled(long figure, Sample read) {
        return read.whole() ? figure : Math.round(figure * read.scale());
    }
}
