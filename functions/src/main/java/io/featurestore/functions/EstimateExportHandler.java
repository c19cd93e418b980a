package io.featurestore.functions;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.GlueTableStorage;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.PlannedExport;
import io.featurestore.export.ResolvedExport;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.steps.estimate.CostLimits;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.steps.work.KeptEstimate;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.Table;
import io.featurestore.store.TableResolver;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.online.OnlineSchema;

/**
 * Behind step 2, for a dry run, limits on cost, and a report, which shows the estimate beside the cost: says what the
 * export would read, write and cost, from the footers of the table's files. For a dry run it writes nothing; else the
 * estimate is kept as {@link KeptEstimate}. Fails as {@link Estimator#estimate} says, and, but for a dry run, as
 * {@link CostLimits#check}.
 */
public final class EstimateExportHandler
        extends
            ExportHandler<EstimateExportHandler.Input, EstimateExportHandler.Answer> {
    /**
     * What comes in.
     *
     * @param export what ValidateRequest answered
     */
    public record Input(Export export) {}

    /**
     * What goes out.
     *
     * @param plan the answer of a dry run; empty for any other
     */
    public record Answer(Optional<PlannedExport> plan) {}

    private final FeatureGroups groups;
    private final Catalog catalog;
    private final TableStorage storage;
    private final ObjectStore objects;

    /** Works with AWS. */
    public EstimateExportHandler() {
        this(new AwsClients());
    }

    private EstimateExportHandler(AwsClients clients) {
        this(new SageMakerFeatureGroups(clients), new GlueCatalog(clients), new GlueTableStorage(clients),
                new S3ObjectStore(clients));
        beforeSnapshot(SampleStatement::build);
        beforeSnapshot(Estimator::prepare);
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.SAGE_MAKER, Service.GLUE, Service.S3)));
    }

    EstimateExportHandler(FeatureGroups groups, Catalog catalog, TableStorage storage, ObjectStore objects) {
        super(Input.class, Answer.class);
        this.groups = groups;
        this.catalog = catalog;
        this.storage = storage;
        this.objects = objects;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        long began = System.nanoTime();
        Export export = input.export();
        Estimator estimator = new Estimator(objects, storage);
        if (export.request().dryRun()) {
            // There is no resolved export to read: a dry run writes nothing.
            Table table = TableResolver.resolve(export.request(), groups, catalog);
            Query query = QueryBuilder.build(export.request(), table);
            List<OutputColumn> columns = export.request().onlineCompatible()
                    ? OnlineSchema.resolve(export, table, query.columns()).columns()
                    : query.columns();
            Estimate estimate = estimated(estimator.estimate(export.request(), table)).named(columns.stream().map(
                    OutputColumn::outputName).toList());
            return new Answer(Optional.of(PlannedExport.of(table, export.request(), query.sql(), estimate)));
        }
        ResolvedExport resolved = ResolvedExport.read(objects, ResolvedExport.place(export));
        Estimate estimate = estimated(estimator.estimate(export.request(), resolved.table()));
        CostLimits.check(export.request(), estimate);
        new KeptEstimate(estimate, (System.nanoTime() - began) / 1_000_000).write(objects, export.work());
        return new Answer(Optional.empty());
    }

    private Estimate estimated(Estimate estimate) {
        log.info("read {} footers of {} files: {} records, {} bytes to scan", estimate.files().read(), estimate.files()
                .count(), estimate.records(), estimate.scannedBytes());
        return estimate;
    }
}
