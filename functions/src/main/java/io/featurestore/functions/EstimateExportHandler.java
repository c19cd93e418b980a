package io.featurestore.functions;

import java.util.EnumSet;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.GlueTableStorage;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.ExportEstimate;
import io.featurestore.export.ExportResolver;
import io.featurestore.export.PlannedExport;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;

/**
 * Estimates what an export reads, writes and costs, from the footers of the table's files. Runs for a dry run, for limits
 * of cost, and for a report, which shows the estimate beside the cost. Fails as {@link ExportEstimate#of} says.
 */
public final class EstimateExportHandler
        extends JsonHandler<EstimateExportHandler.Input, EstimateExportHandler.Answer> {
    /**
     * The input.
     *
     * @param export the answer of ValidateRequest
     */
    public record Input(Export export) {}

    /**
     * The answer.
     *
     * @param plan the output of a dry run; empty for any other
     */
    public record Answer(Optional<PlannedExport> plan) {}

    private final ExportEstimate estimate;

    /** Creates a handler that calls AWS. */
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
        this.estimate = new ExportEstimate(new ExportResolver(groups, catalog), new Estimator(objects, storage), objects);
    }

    @Override
    protected Answer handle(Input input, Context context) {
        ExportEstimate.Estimated estimated = estimate.of(input.export());
        log.info("read {} footers of {} files: {} records, {} bytes to scan", estimated.estimate().files().read(),
                estimated.estimate().files().count(), estimated.estimate().records(),
                estimated.estimate().scannedBytes());
        return new Answer(estimated.plan());
    }
}
