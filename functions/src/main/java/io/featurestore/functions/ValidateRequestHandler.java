package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.LambdaFunctions;
import io.featurestore.aws.StepFunctionsMachine;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.Json;
import io.featurestore.steps.quota.Admission;
import io.featurestore.steps.quota.Quota;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;

/// Reads and checks the request, fills in the defaults that need no AWS call, and decides how much of the
/// export may run now. Answers an [Export], or fails with `InvalidRequest` whose message lists all
/// violations, or as described in [Admission#admit].
public final class ValidateRequestHandler extends JsonHandler<ValidateRequestHandler.Input, Export> {
    /// The input.
    ///
    /// @param request the execution's input: a request, or an EventBridge event whose `detail` is a request
    /// @param execution the execution
    /// @param defaults the deployment's buckets and work group
    /// @param quota what the deployment allows to run at the same time; a definition of an earlier version has none
    public record Input(
            JsonNode request, RequestReader.Started execution, RequestReader.Defaults defaults, Quota quota) {
        public Input {
            quota = Objects.requireNonNullElse(quota, Quota.NONE);
        }
    }

    private final RequestReader reader = new RequestReader(BucketRules.ofEnvironment());
    private final Admission admission;

    /// Creates a handler that calls AWS.
    public ValidateRequestHandler() {
        this(new AwsClients());
    }

    private ValidateRequestHandler(AwsClients clients) {
        this(new Admission(new StepFunctionsMachine(clients), new LambdaFunctions(clients)));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.STATES, Service.LAMBDA)));
    }

    ValidateRequestHandler(Admission admission) {
        super(Input.class, Export.class);
        this.admission = admission;
        beforeSnapshot(() -> new RequestReader()
                .read(
                        Json.MAPPER.createObjectNode().put("featureGroupName", "group"),
                        new RequestReader.Started("sample", "sample", Instant.EPOCH),
                        new RequestReader.Defaults("bucket", "bucket", "primary")));
    }

    @Override
    protected Export handle(Input input, Context context) {
        Export export = reader.read(input.request(), input.execution(), input.defaults());
        return export.within(
                admission.admit(export.execution(), export.request().dryRun(), input.quota()));
    }
}
