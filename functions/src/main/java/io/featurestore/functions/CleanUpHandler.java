package io.featurestore.functions;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.failure.ErrorCode;
import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.CleanUp;
import io.featurestore.steps.publish.Reason;
import io.featurestore.store.objects.S3Uri;

/**
 * The last step: takes away what the execution left. After a failure it also answers the code and the sentence that the
 * execution ends with. The state machine calls it; for an execution that was stopped from outside, EventBridge does,
 * with the event of its status change.
 */
public final class CleanUpHandler extends ExportHandler<CleanUpHandler.Input, CleanUpHandler.Answer> {
    /**
     * What comes in.
     *
     * @param execution the execution, where the state machine calls
     * @param event a status change of Step Functions, where EventBridge calls
     *        (docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html)
     * @param workBucket the bucket of the work prefix
     * @param failure what the state machine caught; absent after success
     */
    public record Input(Optional<Execution> execution, Optional<Map<String, Object>> event, String workBucket,
            Optional<Caught> failure) {}

    /**
     * An execution.
     *
     * @param name its name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Execution(String name) {}

    /**
     * What a state caught.
     *
     * @param error the error's name
     * @param cause its cause
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Caught(@JsonProperty("Error") String error, @JsonProperty("Cause") Optional<String> cause) {}

    /**
     * What the execution ends with.
     *
     * @param error the code; absent after success
     * @param cause the sentence; absent after success
     */
    public record Answer(Optional<ErrorCode> error, Optional<String> cause) {}

    private final CleanUp cleanUp;

    /** Works with AWS. */
    public CleanUpHandler() {
        this(new AwsClients());
    }

    private CleanUpHandler(AwsClients clients) {
        this(new CleanUp(new S3ObjectStore(clients), new AthenaQueryEngine(clients)::stop));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3, Service.S3_REMOVAL, Service.ATHENA)));
    }

    CleanUpHandler(CleanUp cleanUp) {
        super(Input.class, Answer.class);
        this.cleanUp = cleanUp;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        if (input.event().isPresent()) {
            return stopped(event(input.event().get()), input.workBucket());
        }
        String name = input.execution().map(Execution::name).orElse("");
        return answer(name, input.workBucket(), input.failure());
    }

    private Answer stopped(ScheduledEvent event, String workBucket) {
        Map<String, Object> detail = event.getDetail() == null ? Map.of() : event.getDetail();
        String status = text(detail, "status");
        Optional<Caught> failure = switch (status) {
            case "SUCCEEDED" -> Optional.empty();
            case "RUNNING", "PENDING_REDRIVE" -> throw new ExportFailure.Internal("The execution is not over: " + status
                    + ".");
            default -> Optional.of(text(detail, "error").isEmpty()
                    ? new Caught("", Optional.of("The execution was stopped from outside (" + status + ")."))
                    : new Caught(text(detail, "error"), Optional.of(text(detail, "cause"))));
        };
        return answer(text(detail, "name"), workBucket, failure);
    }

    private Answer answer(String name, String workBucket, Optional<Caught> failure) {
        S3Uri work = work(workBucket, name);
        if (failure.isEmpty()) {
            cleanUp.afterSuccess(work);
            return new Answer(Optional.empty(), Optional.empty());
        }
        Reason reason = cleanUp.afterFailure(work, name, failure.get().error(),
                failure.get().cause().orElse(""));
        log.info("the execution ends with {}", reason.error());
        return new Answer(Optional.of(reason.error()), Optional.of(reason.cause()));
    }

    /** The prefix is emptied, so the name must be one. */
    private static S3Uri work(String bucket, String name) {
        if (name.isBlank() || name.contains("/")) {
            throw new ExportFailure.Internal("CleanUp was called with '" + name + "', which names no execution.");
        }
        return new S3Uri(bucket, "work/" + name + "/");
    }

    private static ScheduledEvent event(Map<String, Object> event) {
        return LambdaEventSerializers.serializerFor(ScheduledEvent.class, ScheduledEvent.class.getClassLoader())
                .fromJson(Json.MAPPER.valueToTree(event).toString());
    }

    private static String text(Map<String, Object> detail, String field) {
        return detail.get(field) instanceof String text ? text : "";
    }
}
