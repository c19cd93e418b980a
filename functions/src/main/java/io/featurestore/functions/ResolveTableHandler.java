package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaWorkGroups;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.ExportResolver;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.estimate.PathRule;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.objects.ObjectStore;
import java.util.EnumSet;
import java.util.Optional;

/// Finds the table, builds the statement and checks the work group and the output, before the export costs
/// money. Writes [Document#JOB], except for a dry run. Fails as described in [ExportResolver#prepare].
public final class ResolveTableHandler extends JsonHandler<ExportInput, ResolveTableHandler.Answer> {
    /// The answer.
    ///
    /// @param table database and name of the table, for people who watch the execution
    /// @param converter the function that will convert the chunks, which is started while the query runs;
    ///     empty if S3 surely copies the result unchanged
    /// @param choosesPath whether the way in which the rows come depends on an estimate
    public record Answer(String table, Optional<String> converter, boolean choosesPath) {
        static Answer of(Job job) {
            boolean choosesPath = PathRule.needsEstimate(job);
            boolean converts =
                    Handling.of(job) != Handling.COPY || job.quality().observesRecords() || choosesPath;
            return new Answer(
                    job.table().qualifiedName(),
                    converts
                            ? Optional.of(job.online().isPresent() ? "TransformOnlineChunk" : "ConvertChunk")
                            : Optional.empty(),
                    choosesPath);
        }
    }

    private final ExportResolver resolver;
    private final WorkGroup.Reader workGroups;
    private final ObjectStore objects;
    private final BucketRules buckets = BucketRules.ofEnvironment();

    /// Creates a handler that calls AWS.
    public ResolveTableHandler() {
        this(new AwsClients());
    }

    private ResolveTableHandler(AwsClients clients) {
        this(
                new SageMakerFeatureGroups(clients),
                new GlueCatalog(clients),
                new AthenaWorkGroups(clients),
                new S3ObjectStore(clients));
        beforeSnapshot(SampleStatement::build);
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.SAGE_MAKER, Service.GLUE, Service.ATHENA, Service.S3)));
    }

    ResolveTableHandler(FeatureGroups groups, Catalog catalog, WorkGroup.Reader workGroups, ObjectStore objects) {
        super(ExportInput.class, Answer.class);
        this.resolver = new ExportResolver(groups, catalog);
        this.workGroups = workGroups;
        this.objects = objects;
    }

    @Override
    protected Answer handle(ExportInput input, Context context) {
        SampleStatement.buildBesideFirstCall();
        Job job = resolver.prepare(input.export(), workGroups, objects, buckets);
        return Answer.of(job);
    }
}
