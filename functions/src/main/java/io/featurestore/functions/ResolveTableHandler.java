package io.featurestore.functions;

import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.ResolvedExport;
import io.featurestore.failure.OutputExists;
import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.steps.query.ExpectedColumns;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.Table;
import io.featurestore.store.TableResolver;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import io.featurestore.store.online.OnlineSchema;

/**
 * Step 2: finds the table, builds the statement and checks the output, before anything costs money. For a dry run it
 * writes nothing.
 * Fails as {@link TableResolver#resolve} and {@link QueryBuilder#build} say, with {@code OutputExists} where the
 * output is there and may not be replaced, and with {@code InvalidRequest} where its bucket is not or an expectation does not fit the columns, and with
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
     */
    public record Answer(String table, Optional<S3Uri> resolved) {}

    private final AtomicBoolean called = new AtomicBoolean();
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
        if (called.compareAndSet(false, true)) {
            // Loading the parser takes as long as all calls before it is needed: a first call does both at once.
            Thread.ofPlatform().daemon().start(SampleStatement::build);
        }
        Export export = input.export();
        Table table = TableResolver.resolve(export.request(), groups, catalog);
        Query query = QueryBuilder.build(export.request(), table);
        export.request()
                .expect()
                .ifPresent(expect -> ExpectedColumns.demand(expect, query.columns(), table));
        checkOutput(export.request().output(), export.request().overwrite());
        ResolvedExport resolved = resolved(export, table, query);
        return export.request().dryRun()
                ? new Answer(table.qualifiedName(), Optional.empty())
                : new Answer(table.qualifiedName(), Optional.of(resolved.write(objects)));
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
            throw new OutputExists((output.isPrefix()
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
