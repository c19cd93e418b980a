package io.featurestore.export.handlers;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;

import io.featurestore.export.Limits;
import io.featurestore.export.adapters.AthenaQueryEngine;
import io.featurestore.export.adapters.AwsClients;
import io.featurestore.export.adapters.AwsClients.Service;
import io.featurestore.export.adapters.S3ObjectStore;
import io.featurestore.export.chunks.Chunk;
import io.featurestore.export.chunks.ChunkPlanner;
import io.featurestore.export.chunks.ExportPlan;
import io.featurestore.export.chunks.ExportPlan.Handling;
import io.featurestore.export.chunks.Observed;
import io.featurestore.export.chunks.PlanReader;
import io.featurestore.export.expect.ColumnFit;
import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.json.Json;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.ObjectStore.IfExists;
import io.featurestore.export.objects.S3Uri;
import io.featurestore.export.plan.ResolvedExport;
import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.query.QueryEngine;
import io.featurestore.export.query.ResultColumns;
import io.featurestore.export.request.ExportRequest;

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
        S3Uri location = query.outputLocation().orElseThrow(() -> new ExportFailure.Internal("Query execution " + query
                .queryExecutionId() + " has no result object."));
        ObjectRef result = objects.describe(location).map(ObjectStore.Described::ref).orElseThrow(
                () -> new ExportFailure.ResultChanged("The query's result " + location
                        + " is gone. Something else deletes below that prefix; run the export again."));
        List<OutputColumn> columns = ResultColumns.merge(resolved.query(), engine.columns(query.queryExecutionId()));
        ExportRequest request = resolved.export().request();
        return new ExportPlan(result, PlanReader.headerEnd(objects, result, columns), query.resultRows().orElse(-1),
                columns, request.format(), request.compression(), Handling.of(request, columns), request.output()
                        .isPrefix(),
                resolved.export().work().append("parts/"), resolved.online(), observed(resolved, columns));
    }

    private static Optional<Observed> observed(ResolvedExport resolved, List<OutputColumn> columns) {
        ExportRequest request = resolved.export().request();
        request.expect()
                .ifPresent(expect -> ColumnFit.demand(expect, columns, resolved.table().recordIdentifier(), resolved
                        .table()
                        .eventTime()));
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
            throw new ExportFailure.Internal("The plan cannot be written: " + e.getMessage(), e);
        }
    }
}
