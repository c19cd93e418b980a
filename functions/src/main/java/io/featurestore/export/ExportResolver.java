package io.featurestore.export;

import io.featurestore.records.Format;
import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.Unload;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.publish.OutputCheck;
import io.featurestore.steps.query.ExpectedColumns;
import io.featurestore.steps.query.WorkGroup;
import io.featurestore.steps.query.WorkGroupCheck;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.Caller;
import io.featurestore.store.Catalog;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.Table;
import io.featurestore.store.TableResolver;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.online.OnlineSchema;
import io.featurestore.store.online.OnlineSpec;
import java.util.Optional;

/// Resolves an export: finds its table, builds its statement, and refuses requests that cannot work.
public final class ExportResolver {
    private final FeatureGroups groups;
    private final Catalog catalog;

    /// Creates a resolver that reads from the given services.
    public ExportResolver(FeatureGroups groups, Catalog catalog) {
        this.groups = groups;
        this.catalog = catalog;
    }

    /// Returns the job of an export. Reads the feature group and its table; writes nothing.
    ///
    /// @throws io.featurestore.failure.Failure as described in [TableResolver#resolve], [QueryBuilder#build]
    ///     and [OnlineSchema#resolve]; `InvalidRequest` if an expectation does not fit the columns
    public Job resolve(Export export) {
        return resolve(export, () -> {});
    }

    private Job resolve(Export export, Runnable check) {
        ExportRequest request = export.request();
        Table table = TableResolver.resolve(
                request.featureGroupName(),
                request.database(),
                Caller.ofArn(export.execution().id()),
                groups,
                catalog);
        Query query = QueryBuilder.build(request.spec(), table);
        request.quality().expect().ifPresent(expect -> ExpectedColumns.demand(expect, query.columns(), table));
        check.run();
        if (request.online().isEmpty()) {
            return job(export, table, query, Optional.empty());
        }
        OnlineSchema.Resolved online =
                OnlineSchema.resolve(request.online().get(), export.execution().startedAt(), table, query.columns());
        return job(export, table, query.with(online.columns()), Optional.of(online.spec()));
    }

    /// Resolves an export, checks its work group and its output and, unless it is a dry run, writes
    /// [Document#JOB].
    ///
    /// @param objects the store of the output and of the work folder
    /// @param buckets the rules of the deployment's buckets
    /// @throws io.featurestore.failure.Failure as described in [#resolve], [WorkGroupCheck#check] and
    ///     [OutputCheck#check]
    public Job prepare(Export export, WorkGroup.Reader workGroups, ObjectStore objects, BucketRules buckets) {
        ExportRequest request = export.request();
        OutputCheck outputCheck = new OutputCheck(objects, buckets.overwriteForeign());
        Job job = resolve(export, () -> {
            new WorkGroupCheck(workGroups, objects)
                    .check(request.query().workgroup(), export.execution().work());
            outputCheck.check(
                    request.form(),
                    request.quality().report(),
                    export.execution().name());
        });
        if (!request.dryRun()) {
            new WorkFolder(objects, job.execution().work()).write(Document.JOB, job);
        }
        return job;
    }

    private static Job job(Export export, Table table, Query query, Optional<OnlineSpec> online) {
        ExportRequest request = export.request();
        boolean typed = request.form().format() == Format.PARQUET
                && !request.form().output().isPrefix()
                && request.form().chunkSize().isEmpty()
                && online.isEmpty()
                && !request.quality().observesRecords();
        Unload.Answer answer = QueryBuilder.unload(request.spec(), table, typed);
        return new Job(
                export.execution(),
                table,
                request.spec(),
                query,
                request.query(),
                request.form(),
                online,
                request.quality(),
                answer instanceof Unload.Answer.Possible(Unload unload) ? Optional.of(unload) : Optional.empty(),
                answer instanceof Unload.Answer.Impossible(String reason) ? Optional.of(reason) : Optional.empty());
    }
}
