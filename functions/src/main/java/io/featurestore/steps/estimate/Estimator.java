package io.featurestore.steps.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.featurestore.export.ExportRequest;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.Reading;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.ChunkPlanner;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ResultShape;
import io.featurestore.steps.chunks.Throughput;
import io.featurestore.steps.cost.Forecast;
import io.featurestore.steps.estimate.footer.CountRange;
import io.featurestore.steps.estimate.footer.FooterSampler;
import io.featurestore.steps.estimate.footer.FooterSampler.Sample;
import io.featurestore.steps.estimate.footer.FooterReducer;
import io.featurestore.steps.estimate.footer.FooterLoader;
import io.featurestore.steps.estimate.footer.TimeWindow;
import io.featurestore.steps.estimate.size.SizeModel;
import io.featurestore.steps.estimate.size.EstimatedSizes;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.ObjectStore;

/** Estimates the records, sizes, time and cost of an export from the table's actual files. */
public final class Estimator {
    private final ObjectStore objects;
    private final TableStorage storage;

    /** Creates an estimator. It makes no call yet. */
    public Estimator(ObjectStore objects, TableStorage storage) {
        this.objects = objects;
        this.storage = storage;
    }

    /** Loads the size model and the footer reader before a snapshot is taken. */
    public static void prepare() {
        SizeModel.measured();
        FooterReader.prepare();
    }

    /**
     * Returns the estimate. It reads listings, footers and the metadata of an Iceberg table, but no value of a record.
     *
     * @throws io.featurestore.failure.Failure {@code AccessDenied}; {@code QueryFailed} if a file is one that the query could
     *         not read either; {@code TableNotFound} if the catalog has no location for the table; {@code Throttled};
     *         {@code Transient}
     */
    public Estimate estimate(ExportRequest request, Table table) {
        Reading reading = QueryBuilder.reading(request, table);
        RecordCount counting = new RecordCount(request, reading);
        FooterReducer reduction = new FooterReducer(reading, windows(request, table));
        DataFileFinder.FoundFiles found = new DataFileFinder(objects, storage).of(request, table, reading);
        Sample read = new FooterSampler(new FooterLoader(objects), reduction, sums -> (double) counting.rows(sums).most())
                .read(found.files());
        Estimate estimate = estimate(request, reading, read, counting, found);
        return request.dryRun() ? estimate.warned(CostLimits.exceeded(request, estimate)) : estimate;
    }

    private static List<TimeWindow> windows(ExportRequest request, Table table) {
        List<TimeWindow> windows = new ArrayList<>();
        if (request.eventTimeFrom().isPresent() || request.eventTimeTo().isPresent()) {
            windows.add(new TimeWindow(table.column(table.eventTime()).orElseThrow().name(), request.eventTimeFrom(),
                    request.eventTimeTo()));
        }
        request.asOf().ifPresent(t -> windows.add(new TimeWindow(Reading.writeTime(), Optional.empty(), Optional.of(
                t))));
        return windows;
    }

    private static Estimate estimate(ExportRequest request, Reading reading, Sample read, RecordCount counting,
            DataFileFinder.FoundFiles found) {
        CountRange inFiles = counting.rows(read.sums());
        CountRange rows = RecordCount.without(new CountRange(scaled(inFiles.least(), read), scaled(inFiles.most(), read)), found);
        CountRange records = counting.records(rows);
        long scanned = scaled(read.sums().scanned(), read) + found.removalBytes();
        EstimatedSizes sizes = EstimatedSizes.of(request, reading, read.sums().columns(), read.sums().rows(), records.most());
        boolean copied = Handling.of(request, reading.renames()) == Handling.COPY;
        List<String> names = reading.sources().stream().map(Reading.Source::outputName).toList();
        ResultShape shape = new ResultShape(sizes.result(), records.most(), ConversionKind.of(request), names);
        int chunks = copied && !request.observesRecords() ? 0 : ChunkPlanner.count(shape, request.chunkSize());
        int concurrency = Math.min(chunks, Limits.MAX_CONCURRENCY);
        Forecast forecast = Forecast.of(new Forecast.Workload(scanned, sizes.result(), sizes.output(), Throughput.seconds(
                shape), chunks, Math.max(1, concurrency), copied, request.observesRecords(),
                request.wantsEstimate()
                        ? Optional.of(new Forecast.EstimateReads(read.files(), read.sums().files()))
                        : Optional.empty()));
        return new Estimate(names, records.most(),
                scanned,
                sizes.result(), sizes.output(), forecast.cost(), chunks, concurrency, forecast.seconds(),
                new Estimate.Files(read.files(), read.bytes(), read.sums().files()), new BasisRules(request, reading,
                        read).of(records),
                Warnings.of(request, read));
    }

    private static long scaled(long figure, Sample read) {
        return read.whole() ? figure : Math.round(figure * read.scale());
    }
}
