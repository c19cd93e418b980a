package io.featurestore.steps.chunks;

import io.featurestore.failure.Internal;
import io.featurestore.failure.ResultChanged;
import io.featurestore.records.OutputColumn;
import io.featurestore.sql.Unload;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.query.ExpectedColumns;
import io.featurestore.steps.query.PolledQuery;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.query.ResultColumns;
import io.featurestore.steps.work.Job;
import io.featurestore.steps.work.PathChoice;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Plans the conversion of the result of a job's query, and splits the result into chunks.
public final class Planner {
    private final ObjectStore store;

    /// Creates a planner that reads results from, and writes plans to, the given store.
    public Planner(ObjectStore store) {
        this.store = store;
    }

    /// Holds a plan and its chunks, as stored in the work folder.
    ///
    /// @param plan the plan
    /// @param chunks the chunks, in order; none if S3 copies the result without a conversion
    public record Planned(Plan plan, List<Chunk> chunks) {
        /// Makes the list immutable.
        public Planned {
            chunks = List.copyOf(chunks);
        }
    }

    /// Plans the conversion, and writes [Document#PLAN] and [Document#CHUNKS].
    ///
    /// @param columns asks the engine for the result's columns by the query's id. It is asked after the
    ///     result was found, because the engine has no columns of a result that is gone.
    /// @throws io.featurestore.failure.InvalidQuery as [ResultColumns#merge] says
    /// @throws io.featurestore.failure.InvalidRequest if an expectation does not fit an expression's type, or
    ///     no chunks of this output fit the services' limits
    /// @throws ResultChanged if the result does not exist any more
    public Planned plan(Job job, PolledQuery query, Function<String, List<ResultColumn>> columns, WorkFolder work) {
        if (query.unloaded().isPresent()) {
            return unloaded(job, query, query.unloaded().get(), work);
        }
        ObjectRef result = result(query);
        Plan plan = plan(
                job,
                result,
                query.resultRows().orElse(-1),
                ResultColumns.merge(job.query(), columns.apply(query.queryExecutionId())),
                work);
        List<Chunk> chunks =
                plan.hasChunks() ? ChunkPlanner.chunks(plan, job.form().chunkSize()) : List.of();
        work.write(Document.PLAN, plan);
        work.write(Document.CHUNKS, chunks);
        return new Planned(plan, chunks);
    }

    /// Plans the conversion of files that UNLOAD wrote, and writes [Document#FILES], too. The types of the
    /// columns are known from the catalog.
    private Planned unloaded(Job job, PolledQuery query, PolledQuery.Unloaded unloaded, WorkFolder work) {
        Unload unload = job.unload()
                .orElseThrow(() -> new Internal("The query wrote files, but the job has no statement for UNLOAD."));
        List<UnloadedFiles.File> files = new UnloadedFiles(store)
                .read(unloaded).stream().filter(file -> file.rows() > 0).toList();
        ObjectRef source = unloaded.manifest()
                .flatMap(store::describe)
                .map(ObjectStore.Described::ref)
                .orElse(new ObjectRef(unloaded.prefix(), "", 0));
        long rows = files.stream().mapToLong(UnloadedFiles.File::rows).sum();
        List<OutputColumn> columns = job.query().columns();
        job.quality().expect().ifPresent(expect -> ExpectedColumns.demand(expect, columns, job.table()));
        Plan plan = new Plan(
                source,
                0,
                counted(query, rows),
                columns,
                job.form().format(),
                job.form().compression(),
                unload.typed() && RowChunks.areLarge(files) ? Handling.CARRY : Handling.RECORDS,
                job.form().output().isPrefix(),
                work.parts(),
                job.online(),
                profile(job, work),
                Optional.of(new Plan.Files(
                        rows,
                        files.stream().mapToLong(file -> file.object().size()).sum(),
                        unload.types(),
                        unload.typed())),
                work.find(Document.PATH, PathChoice.class));
        List<Chunk> chunks =
                plan.hasChunks() ? RowChunks.of(source, files, job.form().chunkSize()) : List.of();
        work.write(
                Document.FILES,
                new ResultFiles(files.stream()
                        .map(file -> new ResultFiles.Entry(file.object(), file.rows()))
                        .toList()));
        work.write(Document.PLAN, plan);
        work.write(Document.CHUNKS, chunks);
        return new Planned(plan, chunks);
    }

    /// Returns the engine's number of records, negative if it reports none. Athena documents `OutputRows` as
    /// the rows that a query returns, and does not say what it counts for an UNLOAD. A statement of Trino that
    /// writes files returns one row, with the number of those that were written (`TableFinishOperator`), so a
    /// 0 or 1 may count that row. Then the manifest and the footers of its files, which the same engine wrote,
    /// are the only count.
    private static long counted(PolledQuery query, long rows) {
        long reported = query.resultRows().orElse(-1);
        return reported <= 1 && rows != reported ? -1 : reported;
    }

    private static Optional<ProfileRequest> profile(Job job, WorkFolder work) {
        return job.quality().observesRecords()
                ? Optional.of(new ProfileRequest(
                        work.statistics(),
                        job.quality().report(),
                        job.quality().expect(),
                        job.table().eventTime()))
                : Optional.empty();
    }

    private ObjectRef result(PolledQuery query) {
        S3Uri location = query.outputLocation()
                .orElseThrow(
                        () -> new Internal("Query execution " + query.queryExecutionId() + " has no result object."));
        return store.describe(location)
                .map(ObjectStore.Described::ref)
                .orElseThrow(() -> new ResultChanged("The query's result " + location
                        + " is gone. Another program deletes objects below that prefix; run the export again."));
    }

    private Plan plan(Job job, ObjectRef result, long rows, List<OutputColumn> columns, WorkFolder work) {
        long headerEnd = ResultHeader.end(store, result, columns);
        job.quality().expect().ifPresent(expect -> ExpectedColumns.demand(expect, columns, job.table()));
        boolean renames = columns.stream().anyMatch(column -> !column.name().equals(column.outputName()));
        return new Plan(
                result,
                headerEnd,
                rows,
                columns,
                job.form().format(),
                job.form().compression(),
                Handling.of(job.form(), job.online().isPresent(), renames),
                job.form().output().isPrefix(),
                work.parts(),
                job.online(),
                profile(job, work),
                Optional.empty(),
                Optional.of(work.find(Document.PATH, PathChoice.class)
                        .orElseGet(() -> new PathChoice(
                                Handling.of(job.form(), job.online().isPresent(), renames)
                                        .path(),
                                job.unloadObstacle()
                                        .orElse(
                                                job.settings().unloadFrom().isPresent()
                                                        ? "The size of the result could not be estimated."
                                                        : PathChoice.NEVER_UNLOADS)))));
    }
}
