package io.featurestore.functions;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;

import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.failure.ErrorCode;
import io.featurestore.steps.publish.CleanUp;
import io.featurestore.steps.publish.Reason;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.S3Uri;

/**
 * Removes what an execution left. After a failure it also answers the code and the sentence that the execution ends
 * with. The state machine calls it; for an execution that was stopped from outside, EventBridge calls it with the event
 * of the status change.
 */
public final class CleanUpHandler extends JsonHandler<CleanUpHandler.Input, CleanUpHandler.Answer> {
    /**
     * The input. One of {@code execution} and {@code event} is there.
     *
     * @param execution the execution's name, from the state machine
     * @param failure the error that the state machine caught; absent after success
     * @param event the status change, from EventBridge
     * @param workBucket the bucket of the work folder
     */
    record Input(Optional<String> execution, Optional<EndedExecution.Caught> failure,
            Optional<Map<String, Object>> event, String workBucket) {
        EndedExecution ended() {
            return event.map(EndedExecution::of).orElseGet(() -> new EndedExecution(execution.orElse(""), failure));
        }
    }

    /**
     * The answer: the execution's end.
     *
     * @param error the code; absent after success
     * @param cause the sentence; absent after success
     */
    record Answer(Optional<ErrorCode> error, Optional<String> cause) {}

    private final CleanUp cleanUp;

    /** Creates a handler that calls AWS. */
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
        EndedExecution ended = input.ended();
        S3Uri work = WorkFolder.prefix(input.workBucket(), ended.name());
        if (ended.failure().isEmpty()) {
            cleanUp.afterSuccess(work);
            return new Answer(Optional.empty(), Optional.empty());
        }
        EndedExecution.Caught caught = ended.failure().get();
        Reason reason = cleanUp.afterFailure(work, ended.name(), caught.error(), caught.cause().orElse(""));
        log.info("the execution ends with {}", reason.error());
        return new Answer(Optional.of(reason.error()), Optional.of(reason.cause()));
    }
}
