package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.Json;
import java.time.Instant;

/// Reads and checks the request, and fills in the defaults that need no AWS call. Answers an [Export], or fails
/// with `InvalidRequest` whose message lists all violations.
public final class ValidateRequestHandler extends JsonHandler<ValidateRequestHandler.Input, Export> {
    /// The input.
    ///
    /// @param request the execution's input: a request, or an EventBridge event whose `detail` is a request
    /// @param execution the execution
    /// @param defaults the deployment's buckets and work group
    public record Input(JsonNode request, RequestReader.Started execution, RequestReader.Defaults defaults) {}

    private final RequestReader reader = new RequestReader(BucketRules.ofEnvironment());

    /// Creates a handler. Reads the request's schema; calls no service.
    public ValidateRequestHandler() {
        super(Input.class, Export.class);
        beforeSnapshot(() -> new RequestReader().read(
                Json.MAPPER.createObjectNode().put("featureGroupName", "group"),
                new RequestReader.Started("sample", "sample", Instant.EPOCH),
                new RequestReader.Defaults("bucket", "bucket", "primary")));
    }

    @Override
    protected Export handle(Input input, Context context) {
        return reader.read(input.request(), input.execution(), input.defaults());
    }
}
