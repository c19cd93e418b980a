package io.featurestore.functions;

import java.time.Instant;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.steps.Json;

/**
 * Step 1: reads and checks the request, and fills in what needs no AWS call. Answers an {@link Export}, or fails with
 * {@code InvalidRequest} naming every violation.
 */
public final class ValidateRequestHandler extends ExportHandler<ValidateRequestHandler.Input, Export> {
    /**
     * What comes in.
     *
     * @param request the execution's input as it is: a request, or an EventBridge event whose {@code detail} is one
     * @param execution the execution
     * @param defaults the stack's buckets and work group
     */
    public record Input(JsonNode request, RequestReader.Execution execution, RequestReader.Defaults defaults) {}

    private final RequestReader reader = new RequestReader();

    /** Reads the request's schema; calls no service. */
    public ValidateRequestHandler() {
        super(Input.class, Export.class);
        beforeSnapshot(() -> reader.read(Json.MAPPER.createObjectNode().put("featureGroupName", "group"),
                new RequestReader.Execution("sample", "sample", Instant.EPOCH), new RequestReader.Defaults("bucket",
                        "bucket", "primary")));
    }

    @Override
    protected Export handle(Input input, Context context) {
        return reader.read(input.request(), input.execution(), input.defaults());
    }
}
