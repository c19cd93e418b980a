package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaWorkGroups;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.GlueTableStorage;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.ExportEstimate;
import io.featurestore.export.PlannedExport;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.steps.query.QueryLimit;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.TableStorage;
import io.featurestore.store.objects.ObjectStore;
import java.util.EnumSet;
import java.util.Optional;

/// Estimates what an export reads, writes and costs. Fails as described in [ExportEstimate#of].
public final class EstimateExportHandler extends JsonHandler<ExportInput, EstimateExportHandler.Answer> {
    /// The answer.
    ///
    /// @param plan the output of a dry run; empty for any other
    public record Answer(Optional<PlannedExport> plan) {}

    private final ExportEstimate estimate;

    /// Creates a handler that calls AWS.
    public EstimateExportHandler() {
        this(new AwsClients());
    }

    private EstimateExportHandler(AwsClients clients) {
        this(
                new SageMakerFeatureGroups(clients),
                new GlueCatalog(clients),
                new GlueTableStorage(clients),
                new AthenaWorkGroups(clients),
                new S3ObjectStore(clients),
                QueryLimit.ofEnvironment());
        beforeSnapshot(SampleStatement::build);
        beforeSnapshot(Estimator::prepare);
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.SAGE_MAKER, Service.GLUE, Service.ATHENA, Service.S3)));
    }

    EstimateExportHandler(
            FeatureGroups groups,
            Catalog catalog,
            TableStorage storage,
            WorkGroup.Reader workGroups,
            ObjectStore objects,
            QueryLimit limit) {
        super(ExportInput.class, Answer.class);
        this.estimate = new ExportEstimate(groups, catalog, storage, workGroups, objects, limit);
    }

    @Override
    protected Answer handle(ExportInput input, Context context) {
        ExportEstimate.Estimated estimated = estimate.of(input.export());
        estimated
                .estimate()
                .ifPresent(found -> log.info(
                        "{} records and {} bytes to scan, from {}",
                        found.records(),
                        found.scannedBytes(),
                        found.files()));
        return new Answer(estimated.plan());
    }
}
