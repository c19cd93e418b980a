package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.AwsClients.Service;
import io.featurestore.aws.LambdaFunctions;
import io.featurestore.aws.StepFunctionsMachine;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.versions.OldVersions;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/// Removes versions of earlier deployments, as described in [OldVersions#remove]. A schedule calls it, no
/// execution.
public final class RemoveOldVersionsHandler
        extends JsonHandler<RemoveOldVersionsHandler.Input, RemoveOldVersionsHandler.Answer> {
    /// The input.
    ///
    /// @param machine the ARN of the state machine
    /// @param functions the ARNs of its functions
    /// @param keepDays the days for which a replaced version is kept, at least 1
    public record Input(String machine, List<String> functions, int keepDays) {
        /// Refuses to remove versions that running executions may use: an execution runs for 12 hours at
        /// most.
        public Input {
            if (keepDays < 1) {
                throw new IllegalArgumentException("keepDays is " + keepDays + ", but must be at least 1");
            }
        }
    }

    /// The answer.
    ///
    /// @param removed the ARNs of the removed versions
    public record Answer(List<String> removed) {}

    private final OldVersions versions;
    private final Clock clock;

    /// Creates a handler that calls AWS.
    public RemoveOldVersionsHandler() {
        this(new AwsClients());
    }

    private RemoveOldVersionsHandler(AwsClients clients) {
        this(new StepFunctionsMachine(clients), new LambdaFunctions(clients));
        beforeSnapshot(() -> clients.prime(EnumSet.of(Service.STATES, Service.LAMBDA)));
    }

    private RemoveOldVersionsHandler(StepFunctionsMachine machine, LambdaFunctions functions) {
        this(new OldVersions(machine, machine, functions), Clock.systemUTC());
    }

    RemoveOldVersionsHandler(OldVersions versions, Clock clock) {
        super(Input.class, Answer.class);
        this.versions = versions;
        this.clock = clock;
    }

    @Override
    protected Answer handle(Input input, Context context) {
        List<String> removed = versions.remove(
                input.machine(), input.functions(), clock.instant().minus(Duration.ofDays(input.keepDays())));
        log.info("removed {} versions: {}", removed.size(), removed);
        return new Answer(removed);
    }
}
