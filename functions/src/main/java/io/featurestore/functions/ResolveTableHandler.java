package io.featurestore.functions;

import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.ExportResolver;
import io.featurestore.steps.publish.OutputCheck;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.objects.ObjectStore;

/**
 * Finds the table, builds the statement and checks the output, before anything costs money. Writes {@link Document#JOB},
 * except for a dry run. Fails as {@link ExportResolver#resolve} and {@link OutputCheck#check} say.
 */
public final class ResolveTableHandler extends JsonHandler<ResolveTableHandler.Input, ResolveTableHandler.Answer> {
    /**
     * The input.
     *
     * @param export the answer of ValidateRequest
     */
    public record Input(Export export) {}

    /**
     * The answer.
     *
     * @param table database and name of the table, for people who watch the execution
     */
    public record Answer(String table) {}

    private final AtomicBoolean called = new AtomicBoolean();
    private final ExportResolver resolver;
    private final ObjectStore objects;

    /** Creates a handler that calls AWS. */
    public ResolveTableHandler() {
        this(new AwsClients());
    }

    private ResolveTableHandler(AwsClients clients) {
        this(new SageMakerFeatureGroups(clients), new GlueCatalog(clients), new S3ObjectStore(clients));
        beforeSnapshot(SampleStatement::build);
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.SAGE_MAKER, Service.GLUE, Service.S3)));
    }

    ResolveTableHandler(FeatureGroups groups, Catalog catalog, ObjectStore objects) {
        super(Input.class, Answer.class);
        this.resolver = new ExportResolver(groups, catalog);
        this.objects = objects;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        if (called.compareAndSet(false, true)) {
            // Loading the parser takes as long as all calls before it is needed: a first call does both at once.
            Thread.ofPlatform().daemon().start(SampleStatement::build);
        }
        Job job = resolver.resolve(input.export());
        new OutputCheck(objects).check(job.form());
        if (!input.export().request().dryRun()) {
            new WorkFolder(objects, job.execution().work()).write(Document.JOB, job);
        }
        return new Answer(job.table().qualifiedName());
    }
}
