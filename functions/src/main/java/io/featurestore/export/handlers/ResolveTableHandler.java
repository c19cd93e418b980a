package io.featurestore.export.handlers;

import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.export.adapters.AwsClients;
import io.featurestore.export.adapters.AwsClients.Service;
import io.featurestore.export.adapters.GlueCatalog;
import io.featurestore.export.adapters.S3ObjectStore;
import io.featurestore.export.adapters.SageMakerFeatureGroups;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.S3Uri;
import io.featurestore.export.online.OnlineSchema;
import io.featurestore.export.plan.PlannedExport;
import io.featurestore.export.plan.ResolvedExport;
import io.featurestore.export.query.Query;
import io.featurestore.export.query.QueryBuilder;
import io.featurestore.export.request.Export;
import io.featurestore.export.table.Catalog;
import io.featurestore.export.table.FeatureGroups;
import io.featurestore.export.table.Table;
import io.featurestore.export.table.TableResolver;

/**
 * Step 2: finds the table, builds the statement and checks the output, before anything costs money. A dry run ends here and writes nothing.
 * Fails as {@link TableResolver#resolve} and {@link QueryBuilder#build} say, with {@code OutputExists} where the
 * output is there and may not be replaced, and with {@code InvalidRequest} where its bucket is not, and with
 * {@code IncompatibleSchema} as {@link OnlineSchema} says.
 */
public final class ResolveTableHandler extends ExportHandler<ResolveTableHandler.Input, ResolveTableHandler.Answer> {
    /**
     * What comes in.
     *
     * @param export what ValidateRequest answered
     */
    public record Input(Export export) {}

    /**
     * What goes out.
     *
     * @param table database and name of the table, for those who watch
     * @param resolved where the resolved export lies; empty for a dry run, which writes nothing
     * @param plan the answer of a dry run; empty for any other
     */
    public record Answer(String table, Optional<S3Uri> resolved, Optional<PlannedExport> plan) {}

    private final FeatureGroups groups;
    private final Catalog catalog;
    private final ObjectStore objects;

    /** Works with AWS. */
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
        this.groups = groups;
        this.catalog = catalog;
        this.objects = objects;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        Export export = input.export();
        Table table = TableResolver.resolve(export.request(), groups, catalog);
        Query query = QueryBuilder.build(export.request(), table);
        checkOutput(export.request().output(), export.request().overwrite());
        ResolvedExport resolved = resolved(export, table, query);
        return export.request().dryRun()
                ? new Answer(table.qualifiedName(), Optional.empty(), Optional.of(PlannedExport.of(resolved)))
                : new Answer(table.qualifiedName(), Optional.of(resolved.write(objects)), Optional.empty());
    }

    private static ResolvedExport resolved(Export export, Table table, Query query) {
        if (!export.request().onlineCompatible()) {
            return new ResolvedExport(export, table, query, Optional.empty());
        }
        OnlineSchema.Resolved online = OnlineSchema.resolve(export, table, query.columns());
        return new ResolvedExport(export, table, new Query(query.sql(), online.columns()), Optional.of(online.spec()));
    }

    /** Looks even where it may replace: that tells whether the bucket is there and may be read. */
    private void checkOutput(S3Uri output, boolean overwrite) {
        Optional<ObjectRef> there = output.isPrefix()
                ? first(output)
                : objects.describe(output).map(ObjectStore.Described::ref);
        if (there.isPresent() && !overwrite) {
            throw new ExportFailure.OutputExists((output.isPrefix()
                    ? "There are objects below the output prefix " + output + ", such as " + there.get().uri()
                    : "The output " + output + " is there already")
                    + ". Set overwrite to true to replace it, or name another output.");
        }
    }

    private Optional<ObjectRef> first(S3Uri prefix) {
        try (Stream<ObjectRef> found = objects.list(prefix)) {
            // The S3 console keeps an empty object of the prefix's own name for a folder.
            return found.filter(o -> !o.uri().equals(prefix)).findFirst();
        }
    }
}
