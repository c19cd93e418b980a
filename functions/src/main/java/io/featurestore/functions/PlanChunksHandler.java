package io.featurestore.functions;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.export.ExportRequest;
import io.featurestore.export.ResolvedExport;
import io.featurestore.failure.Internal;
import io.featurestore.failure.ResultChanged;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkPlanner;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.Observed;
import io.featurestore.steps.chunks.PlanReader;
import io.featurestore.steps.query.ExpectedColumns;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.steps.query.ResultColumns;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;

/**
 * Step 4: cuts the query's result into chunks. Writes {@code <work>plan.json} ({@link ExportPlan}) and
 * {@code <work>chunks.json} (an array of {@link Chunk}). Fails with {@code InvalidQuery} as {@link ResultColumns} says, and with {@code InvalidRequest}
 * where an expectation does not fit an expression's type.
 */
public final class PlanChunksHandler extends ExportHandler<PlanChunksHandler.Input, PlanChunksHandler.Answer> {
    /**
     * What comes in.
     *
     * @param resolved where the resolved export lies
     * @param query what PollQuery answered
     */
    public record Input(S3Uri resolved, PolledQuery query) {}

    /**
     * An object, as the state machine's item reader names it.
     *
     * @param bucket its bucket
     * @param key its key
     */
    public record Place(String bucket, String key) {}

    /**
     * What goes out.
     *
     * @param plan where the plan lies
     * @param chunkList where the list of chunks lies
     * @param chunks how many there are; 0 where S3 copies the result as it is
     * @param maxConcurrency chunks to convert at once
     * @param online whether the records go through the online-compatible transform
     */
    public record Answer(S3Uri plan, Place chunkList, int chunks, int maxConcurrency, boolean online) {}

    private final QueryEngine engine;
    private final ObjectStore objects;

    /** Works with AWS. */
    public PlanChunksHandler() {
        this(new AwsClients());
    }

    private PlanChunksHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), new S3ObjectStore(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA, Service.S3)));
    }

    PlanChunksHandler(QueryEngine engine, ObjectStore objects) {
        super(Input.class, Answer.class);
        this.engine = engine;
        this.objects = objects;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        ResolvedExport resolved = ResolvedExport.read(objects, input.resolved());
        ExportPlan plan = plan(resolved, input.query());
        List<Chunk> chunks = plan.hasChunks()
                ? ChunkPlanner.chunks(plan, resolved.export().request().chunkSize())
                : List.of();
        S3Uri work = resolved.export().work();
        S3Uri list = work.append("chunks.json");
        write(work.append("plan.json"), plan);
        write(list, chunks);
        log.info("planned {} chunks of {} bytes, {} records", chunks.size(), plan.source().size(), plan.resultRows());
        return new Answer(work.append("plan.json"), new Place(list.bucket(), list.key()), chunks.size(),
                Math.clamp(chunks
                        .size(), 1, Limits.MAX_CONCURRENCY),
                plan.online().isPresent());
    }

    private ExportPlan plan(ResolvedExport resolved, PolledQuery query) {
        S3Uri location = query.outputLocation().orElseThrow(() -> new Internal("Query execution " + query
                .queryExecutionId() + " has no result object."));
        ObjectRef result = objects.describe(location).map(ObjectStore.Described::ref).orElseThrow(
                () -> new ResultChanged("The query's result " + location
                        + " is gone. Something else deletes below that prefix; run the export again."));
        List<OutputColumn> columns = ResultColumns.merge(resolved.query(), engine.columns(query.queryExecutionId()));
        ExportRequest request = resolved.export().request();
        return new ExportPlan(result, PlanReader.headerEnd(objects, result, columns), query.resultRows().orElse(-1),
                columns, request.format(), request.compression(), Handling.of(request, renames(columns)),
                request.output()
                        .isPrefix(),
                resolved.export().work().append("parts/"), resolved.online(), observed(resolved, columns));
    }

    private static Optional<Observed> observed(ResolvedExport resolved, List<OutputColumn> columns) {
        ExportRequest request = resolved.export().request();
        request.expect()
                .ifPresent(expect -> ExpectedColumns.demand(expect, columns, resolved.table()));
        return request.observesRecords()
                ? Optional.of(
                        new Observed(resolved.export().work().append("statistics/"), request.report(), request.expect(),
                                resolved.table().eventTime()))
                : Optional.empty();
    }

    private void write(S3Uri uri, Object content) {
        try {
            objects.put(uri, Json.MAPPER.writeValueAsBytes(content), "application/json", Map.of(), IfExists.REPLACE);
        } catch (JsonProcessingException e) {
            throw new Internal("The plan cannot be written: " + e.getMessage(), e);
        }
    }

    private static boolean renames(List<OutputColumn> columns) {
        return columns.stream().anyMatch(column -> !column.name().equals(column.outputName()));
    }
}
