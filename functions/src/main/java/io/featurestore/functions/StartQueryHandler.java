package io.featurestore.functions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.export.Export;
import io.featurestore.export.ResolvedExport;
import io.featurestore.steps.Json;
import io.featurestore.steps.query.QueryEngine;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;

/**
 * Step 3: starts the query, and writes its id and where its result goes to {@code <work>query.json}, so that CleanUp
 * finds it. A call repeated with the same input starts nothing twice: the token is made from execution, attempt and
 * statement. Fails as {@link QueryEngine#start} says.
 */
public final class StartQueryHandler extends ExportHandler<StartQueryHandler.Input, StartedQuery> {
    /**
     * What comes in.
     *
     * @param resolved where the resolved export lies
     * @param attempt which attempt it is, from 1
     */
    public record Input(S3Uri resolved, int attempt) {}

    /**
     * What CleanUp reads.
     *
     * @param queryExecutionId the execution id of the newest attempt
     * @param outputLocation where its result goes: the object, or the prefix that was wished
     */
    record QueryNote(String queryExecutionId, S3Uri outputLocation) {}

    private static final String NOTE = "query.json";
    private static final String RESULTS = "query/";

    private final QueryEngine engine;
    private final ObjectStore objects;

    /** Works with AWS. */
    public StartQueryHandler() {
        this(new AwsClients());
    }

    private StartQueryHandler(AwsClients clients) {
        this(new AthenaQueryEngine(clients), new S3ObjectStore(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.ATHENA, Service.S3)));
    }

    StartQueryHandler(QueryEngine engine, ObjectStore objects) {
        super(Input.class, StartedQuery.class);
        this.engine = engine;
        this.objects = objects;
    }

    @Override
    protected StartedQuery handle(Input input, Context context) {
        ResolvedExport resolved = ResolvedExport.read(objects, input.resolved());
        Export export = resolved.export();
        String sql = resolved.query().sql();
        S3Uri location = export.request().queryOutputLocation().orElse(export.work().append(RESULTS));
        String id = engine.start(new QueryEngine.Submission(sql, resolved.table().catalog(),
                resolved.table().database(), export.request().workgroup(), location,
                token(export.executionId(), input.attempt(), sql)));
        leaveNote(export, new QueryNote(id, location));
        // A work group may enforce another location; only a run tells.
        engine.describe(id).outputLocation().ifPresent(actual -> leaveNote(export, new QueryNote(id, actual)));
        log.info("started query execution {}, attempt {}", id, input.attempt());
        return new StartedQuery(id, input.attempt());
    }

    private void leaveNote(Export export, QueryNote note) {
        objects.put(export.work().append(NOTE), Json.MAPPER.valueToTree(note)
                .toString()
                .getBytes(StandardCharsets.UTF_8), "application/json", Map.of(), IfExists.REPLACE);
    }

    /** Returns 64 characters; Athena takes 32 to 128. */
    private static String token(String executionId, int attempt, String sql) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest((executionId + "\n" + attempt + "\n" + sql).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
