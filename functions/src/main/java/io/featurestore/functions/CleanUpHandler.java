package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AthenaQueryEngine;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.functions.base.Patience;
import io.featurestore.steps.publish.CleanUp;
import io.featurestore.steps.publish.FailureReason;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.store.objects.S3Uri;
import java.util.EnumSet;
import java.util.Optional;

/// Removes what an execution left. After a failure it also answers the code and the message of the execution's
/// end. The state machine calls it, and EventBridge does for an execution that was stopped from outside.
public final class CleanUpHandler extends JsonHandler<CleanUpInput, CleanUpHandler.Answer> {
    /// The answer.
    ///
    /// @param error the code that the execution ends with; absent after success
    /// @param cause the message that the execution ends with; absent after success
    record Answer(Optional<ErrorCode> error, Optional<String> cause) {}

    private final CleanUp cleanUp;

    /// Creates a handler that calls AWS.
    public CleanUpHandler() {
        this(new AwsClients());
    }

    private CleanUpHandler(AwsClients clients) {
        this(new CleanUp(new S3ObjectStore(clients), new AthenaQueryEngine(clients)::stop));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.S3, Service.S3_REMOVAL, Service.ATHENA)));
    }

    CleanUpHandler(CleanUp cleanUp) {
        super(CleanUpInput.class, Answer.class);
        this.cleanUp = cleanUp;
    }

    @Override
    protected Answer handle(CleanUpInput input, Context context) {
        return input.event().isPresent() ? Patience.of(context).call(() -> cleanUp(input)) : cleanUp(input);
    }

    private Answer cleanUp(CleanUpInput input) {
        EndedExecution ended = input.ended();
        S3Uri work = WorkFolder.prefix(input.workBucket(), ended.name());
        if (ended.failure().isEmpty()) {
            cleanUp.afterSuccess(work);
            return new Answer(Optional.empty(), Optional.empty());
        }
        EndedExecution.Caught caught = ended.failure().get();
        FailureReason reason = cleanUp.afterFailure(
                work, ended.name(), caught.error(), caught.cause().orElse(""));
        log.info("the execution ends with {}", reason.error());
        if (input.failed()) {
            recordFailure(reason.error());
        }
        return new Answer(Optional.of(reason.error()), Optional.of(reason.cause()));
    }
}
